namespace AiInfra.Data.Sources.Csv;

/// <summary>The characters that structure a file, and the lines that are no records.</summary>
internal sealed record CsvDialect
{
    /// <summary>Between fields.</summary>
    public required byte Delimiter { get; init; }

    /// <summary>Ends a record: line feed, or carriage return in files whose lines end in it.</summary>
    public byte NewLine { get; init; } = (byte)'\n';

    /// <summary>Encloses fields; 0 for nothing.</summary>
    public byte Quote { get; init; } = (byte)'"';

    /// <summary>Protects the next character between quotes, beside a doubled quote; 0 for nothing.</summary>
    public byte Escape { get; init; }

    /// <summary>What a comment line begins with; empty for none.</summary>
    public byte[] Comment { get; init; } = [];

    /// <summary>Whether blanks around fields go.</summary>
    public bool TrimBlanks { get; init; } = true;

    public int MaxRecordBytes { get; init; } = 1 << 20;

    public int MaxColumns { get; init; } = 10_000;

    /// <summary>Lines before the first record, passed over: comments, a title.</summary>
    public int Preamble { get; init; }

    /// <summary>Records after the header, passed over: units.</summary>
    public int AfterHeader { get; init; }

    public CsvWidth Width { get; init; }

    /// <summary>Whether a record of one field is filled up: not where the first column holds texts, among which it may be a footnote.</summary>
    public bool PadsSingle { get; init; }
}
