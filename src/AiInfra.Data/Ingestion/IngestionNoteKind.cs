namespace AiInfra.Data.Ingestion;

/// <summary>What an <see cref="IngestionNote"/> is about.</summary>
public enum IngestionNoteKind
{
    /// <summary>How bytes became characters.</summary>
    Encoding,

    /// <summary>What parts the fields of a record, quotes included.</summary>
    Delimiter,

    /// <summary>Whether there is a row of names, and why so.</summary>
    Header,

    /// <summary>Lines, rows or cells that were passed over.</summary>
    Skipped,

    /// <summary>Names that were made up, moved or changed.</summary>
    Names,

    /// <summary>Decimal and thousands marks, units and signs.</summary>
    Numbers,

    /// <summary>The order of day and month, time zones, calendars.</summary>
    Dates,

    /// <summary>Texts that were taken for no value.</summary>
    Missing,

    /// <summary>The kind of a column: why it is text, or number, or what could not be decided.</summary>
    Kinds,

    /// <summary>Records with fewer or more fields than the header.</summary>
    Width,

    /// <summary>Columns or properties that were left out.</summary>
    LeftOut,

    /// <summary>What became of rows that the dataset held.</summary>
    Dataset,
}
