using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources;

/// <summary>What a column's sample says of how its cells are to be read.</summary>
internal sealed record KindFinding(ValueKind Kind)
{
    public CellFormat Format { get; init; }

    public NumberMarks Marks { get; init; }

    /// <summary>The unit of the numbers, as <see cref="NumberSigns.Unit"/> has it.</summary>
    public byte Unit { get; init; }

    public long Misfits { get; init; }

    /// <summary>Sample cells that are taken for no value.</summary>
    public long Missing { get; init; }

    /// <summary>Why the kind is what it is, in few words.</summary>
    public string? Note { get; init; }

    /// <summary>Texts that stand for no value in this column beside the usual markers.</summary>
    public IReadOnlyList<string> MissingToo { get; init; } = [];

    /// <summary>Texts that usually stand for no value and are values here.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    public IReadOnlyList<IngestionNote> Notes { get; init; } = [];
}
