using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>What was found out of one column from the sample.</summary>
/// <param name="Name">Cleaned, unique name.</param>
/// <param name="Kind">Kind its cells are read as.</param>
public sealed record CsvColumn(string Name, ValueKind Kind)
{
    /// <summary>The name as the header has it; null where the header has none.</summary>
    public string? Header { get; init; }

    /// <summary>How its cells are written.</summary>
    public CellFormat Format { get; init; }

    /// <summary>Sample cells with a value.</summary>
    public long Present { get; init; }

    /// <summary>Sample cells without one.</summary>
    public long Missing { get; init; }

    /// <summary>Sample cells that do not fit the kind.</summary>
    public long Misfits { get; init; }

    /// <summary>Distinct values of the sample, counted up to 1,000.</summary>
    public int Distinct { get; init; }

    /// <summary>The first distinct values.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Why the kind is what it is, where that is worth telling.</summary>
    public string? Note { get; init; }
}
