import { xtce } from './xtce-text.js';

/**
 * A small XTCE document with commands, for tests: `C` with the given arguments after an octet OPCODE that is 7. `commands` follow it;
 * they may inherit from `C` or from the abstract `Base`.
 */
export function commandsXtce(parts: {
  types?: string;
  arguments?: Record<string, string>;
  commands?: string;
  inC?: string;
}): string {
  const names = Object.keys(parts.arguments ?? {});
  const types = Object.entries(parts.arguments ?? {}).map(([name, body]) =>
    body.replace(/^<(\w+)/, `<$1 name="${name}_T"`),
  );
  const list = names.map((name) => `<Argument name="${name}" argumentTypeRef="${name}_T"/>`).join('');
  return xtce({
    parameters: '<Parameter name="OPCODE" parameterTypeRef="U8"/>',
    after: `<CommandMetaData>
    <ArgumentTypeSet>
      <IntegerArgumentType name="A8"><IntegerDataEncoding sizeInBits="8"/></IntegerArgumentType>
      ${types.join('\n')}
      ${parts.types ?? ''}
    </ArgumentTypeSet>
    <MetaCommandSet>
      <MetaCommand name="Base" abstract="true">
        <CommandContainer name="BasePacket"><EntryList><ParameterRefEntry parameterRef="OPCODE"/></EntryList></CommandContainer>
      </MetaCommand>
      ${command('C', 7, names, list === '' ? '' : `<ArgumentList>${list}</ArgumentList>`, parts.inC)}
      ${parts.commands ?? ''}
    </MetaCommandSet>
  </CommandMetaData>`,
  });
}

/** A command that inherits from `Base`, with a value of OPCODE and the entries of its arguments. */
export function command(
  name: string,
  opcode: number,
  entries: readonly string[],
  argumentList = '',
  rest = '',
  attributes = '',
): string {
  const refs = entries.map((entry) => (entry.startsWith('<') ? entry : `<ArgumentRefEntry argumentRef="${entry}"/>`));
  return `<MetaCommand name="${name}"${attributes}>
        <BaseMetaCommand metaCommandRef="Base"/>
        ${argumentList}
        <CommandContainer name="${name}Packet">
          <EntryList>${refs.join('')}</EntryList>
          <BaseContainer containerRef="BasePacket"><RestrictionCriteria><Comparison parameterRef="OPCODE" value="${opcode}"/></RestrictionCriteria></BaseContainer>
        </CommandContainer>
        ${rest}
      </MetaCommand>`;
}
