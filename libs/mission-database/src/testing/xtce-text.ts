/** A small XTCE document for tests, around the inner parts of its one space system. */
export function xtce(parts: { types?: string; parameters?: string; containers?: string; after?: string }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<SpaceSystem name="T" xmlns="http://www.omg.org/spec/XTCE/20180204">
  <TelemetryMetaData>
    <ParameterTypeSet>
      <IntegerParameterType name="U8"><IntegerDataEncoding sizeInBits="8"/></IntegerParameterType>
      ${parts.types ?? ''}
    </ParameterTypeSet>
    <ParameterSet>
      <Parameter name="ID" parameterTypeRef="U8"/>
      ${parts.parameters ?? ''}
    </ParameterSet>
    <ContainerSet>
      ${parts.containers ?? '<SequenceContainer name="C"><EntryList><ParameterRefEntry parameterRef="ID"/></EntryList></SequenceContainer>'}
    </ContainerSet>
  </TelemetryMetaData>
  ${parts.after ?? ''}
</SpaceSystem>
`;
}

/** One container `C` that holds the given parameters after another, with types of these encodings. */
export function oneContainer(fields: Record<string, string>): string {
  const names = Object.keys(fields);
  return xtce({
    types: Object.entries(fields)
      .map(([name, body]) => body.replace(/^<(\w+)/, `<$1 name="${name}_T"`))
      .join('\n'),
    parameters: names.map((name) => `<Parameter name="${name}" parameterTypeRef="${name}_T"/>`).join('\n'),
    containers: `<SequenceContainer name="C"><EntryList>${names
      .map((name) => `<ParameterRefEntry parameterRef="${name}"/>`)
      .join('')}</EntryList></SequenceContainer>`,
  });
}

/** Octets from hexadecimal digits; white space is for reading. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.replace(/\s+/g, '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
