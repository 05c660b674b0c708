import type { ArgumentDefinition } from '@app/contracts';

interface ArgumentFieldProps {
  readonly definition: ArgumentDefinition;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

export function ArgumentField({ definition, text, onChange }: ArgumentFieldProps) {
  const { name, description, unit, labels } = definition;
  const choices = labels ?? (definition.kind === 'boolean' ? ['false', 'true'] : null);
  return (
    <label className="argument" title={description ?? undefined}>
      <span>
        {name} {unit === null ? '' : <span className="quiet">{unit}</span>}{' '}
        <span className="quiet">{rangeOf(definition)}</span>
      </span>
      {choices === null ? (
        <input name={name} value={text} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <select name={name} value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="">choose …</option>
          {choices.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      )}
    </label>
  );
}

function rangeOf({ minimum, maximum, maximumLength }: ArgumentDefinition): string {
  if (minimum !== null && maximum !== null) return `${minimum} … ${maximum}`;
  if (minimum !== null) return `from ${minimum}`;
  if (maximum !== null) return `up to ${maximum}`;
  return maximumLength === null ? '' : `at most ${maximumLength} long`;
}
