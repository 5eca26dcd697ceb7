using AiInfra.Core.Rows;

namespace AiInfra.Core.Sketches;

/// <summary>What is remembered of a column's distribution: enough for a profile and to notice drift.</summary>
public sealed record ColumnSummary
{
    /// <summary>Column.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of its values.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>Rows, the missing ones included.</summary>
    public required long Count { get; init; }

    /// <summary>Rows without a value.</summary>
    public required long Missing { get; init; }

    /// <summary>Mean of the numbers; NaN for other kinds or when all are missing. Times count as seconds since 1970.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>Standard deviation (n - 1) of the numbers.</summary>
    public double StandardDeviation { get; init; } = double.NaN;

    /// <summary>Smallest number.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>Largest number.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Quantiles of the numbers at equally spaced probabilities from 0 to 1, both included; empty for other kinds.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>The most frequent categories, the most frequent first; empty for numbers and times.</summary>
    public IReadOnlyList<CategoryCount> Categories { get; init; } = [];

    /// <summary>Rows whose category is not among <see cref="Categories"/>.</summary>
    public long OtherCategories { get; init; }

    /// <summary>The same rows by the hash of their category, in 64 cells; empty when all categories are listed. Cells that know nothing of how frequent a category is: what a comparison with a later sample compares the rare ones by.</summary>
    public IReadOnlyList<long> OtherCells { get; init; } = [];

    /// <summary>A count in <see cref="Categories"/> is at most so many rows too low; 0 while all counts are exact.</summary>
    public long CategoryError { get; init; }

    /// <summary>The numbers and how often each was seen, ascending, when there are few distinct ones (a flag, an hour, a rating); otherwise empty.</summary>
    public IReadOnlyList<NumberCount> Numbers { get; init; } = [];

    /// <summary>Rows whose value was of another kind than the column's and could not be read as it; they count as <see cref="Missing"/> too.</summary>
    public long Mismatched { get; init; }

    /// <summary>Rows with a value: <see cref="Count"/> less <see cref="Missing"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Present => Count - Missing;

    /// <summary>Number of distinct values, exact while small, otherwise an estimate.</summary>
    public long Distinct { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"ColumnSummary {{ Name = {Name}, Kind = {Kind}, Count = {Count}, Missing = {Missing}, Mean = {Mean}, StandardDeviation = {StandardDeviation}, Minimum = {Minimum}, Maximum = {Maximum}, Quantiles = {Shown.List(Quantiles)}, Categories = {Shown.List(Categories)}, OtherCategories = {OtherCategories}, OtherCells = {Shown.List(OtherCells)}, CategoryError = {CategoryError}, Numbers = {Shown.List(Numbers)}, Mismatched = {Mismatched}, Distinct = {Distinct} }}";
}
