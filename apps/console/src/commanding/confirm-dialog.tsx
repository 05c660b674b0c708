import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

interface ConfirmDialogProps {
  readonly title: string;
  /** What the last button says: what will happen. */
  readonly verb: string;
  readonly hazardous: boolean;
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/**
 * A native dialog: it traps focus and Escape closes it. Sending takes two distinct actions, arming and sending, and Enter does
 * neither, wherever the focus is: by keyboard both are done with the space bar.
 */
export function ConfirmDialog({ title, verb, hazardous, children, onConfirm, onCancel }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The dialog would give it to the first control, and a doubled space would arm.
    cancel.current?.focus();
    return () => element?.close();
  }, []);
  const withoutEnter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className={hazardous ? 'confirm hazardous' : 'confirm'}
      aria-label={title}
      onKeyDownCapture={withoutEnter}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2>{title}</h2>
      <div className="body">{children}</div>
      <label className="arm">
        <input type="checkbox" checked={armed} onChange={(event) => setArmed(event.target.checked)} /> Armed
      </label>
      <div className="row">
        <button type="button" ref={cancel} onClick={onCancel}>
          Cancel
        </button>
        <button type="button" className="primary" disabled={!armed} onClick={onConfirm}>
          {verb}
        </button>
      </div>
      <p className="quiet">Enter does nothing here. Space arms and presses buttons; Escape cancels.</p>
    </dialog>
  );
}
