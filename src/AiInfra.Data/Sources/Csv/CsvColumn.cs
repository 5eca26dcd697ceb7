using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>What was found out of one column from the sample.</summary>
/// <param name="Name">Cleaned, unique name.</param>
/// <param name="Kind">Kind its cells are read as.</param>
public sealed record CsvColumn(string Name, ValueKind Kind)
{
    /// <summary>The name as the header has it; null where the header has none.</summary>
    public string? Header { get; init; }

    /// <summary>How its cells are written.</summary>
    public CellFormat Format { get; init; }

    /// <summary>The unit of its numbers: "%" or a currency's sign. Numbers of another unit do not fit.</summary>
    public string? Unit { get; init; }

    /// <summary>Texts found to stand for no value in this column, beside the usual markers.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = [];

    /// <summary>Texts that usually stand for no value and are values in this column.</summary>
    public IReadOnlyList<string> KeptTexts { get; init; } = [];

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

    internal NumberMarks Marks { get; init; }

    internal byte UnitCode { get; init; }

    /// <summary>What is taken for a number although it looks like a code.</summary>
    internal CodeNumbers Codes { get; init; }

    /// <summary>Whether numbers keep the digits that a double does not hold: a record's property has room for them.</summary>
    internal bool KeepsDigits { get; init; }

    /// <summary>Whether the order of day and month was said, not found out.</summary>
    internal bool IsOrderGiven { get; init; }

    /// <summary>Its field's place in a record, from 0.</summary>
    internal int Field { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"CsvColumn {{ Name = {Name}, Kind = {Kind}, Header = {Header}, Format = {Format}, Unit = {Unit}, MissingTexts = {Shown.List(MissingTexts)}, KeptTexts = {Shown.List(KeptTexts)}, Present = {Present}, Missing = {Missing}, Misfits = {Misfits}, Distinct = {Distinct}, Examples = {Shown.List(Examples)}, Note = {Note} }}";
}
