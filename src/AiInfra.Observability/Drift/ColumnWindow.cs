using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;

namespace AiInfra.Observability.Drift;

/// <summary>The newest values of one column, and their comparison with the column's summary.</summary>
internal abstract class ColumnWindow(ColumnSummary reference)
{
    private readonly RowDependence _dependence = new();
    private double? _inflation;

    protected ColumnSummary Reference { get; } = reference;

    /// <summary>What the newest comparison was made by.</summary>
    public DriftComparison By { get; protected set; } = DriftComparison.None;

    /// <summary>A window of the column's kind, with the test that the options choose for it.</summary>
    public static ColumnWindow Create(ColumnSummary reference, DriftOptions options)
    {
        reference = WithoutEmptyText(reference);
        IDriftTest? chosen = options.Columns.TryGetValue(reference.Name, out IDriftTest? test) ? test : null;
        return HoldsNumbers(reference)
            ? new NumberWindow(reference, options, chosen as INumberDriftTest ?? options.Numbers)
            : new CategoryWindow(reference, options, chosen as ICategoryDriftTest ?? options.Categories);
    }

    /// <summary>The empty text counts as missing, as it does in a tensor: files and requests say it in either way.</summary>
    private static ColumnSummary WithoutEmptyText(ColumnSummary reference) => reference.Categories.FirstOrDefault(c => c.Category.Length == 0) is { } empty
        ? reference with { Missing = reference.Missing + empty.Count, Distinct = reference.Distinct - 1, Categories = [.. reference.Categories.Where(c => c != empty)] }
        : reference;

    public static bool HoldsNumbers(ColumnSummary reference) => reference.Kind is ValueKind.Number or ValueKind.Instant;

    /// <summary>Takes a value as the row at a position of the ring.</summary>
    public abstract void Set(int position, Value value);

    /// <summary>Compares; the order says where in the ring the oldest row is.</summary>
    public abstract ColumnDrift Compare(int rows, int oldest);

    /// <summary>Learns the dependence of rows from the window compared last.</summary>
    public void Learn()
    {
        if (_inflation is { } known)
        {
            _dependence.Add(known);
        }
    }

    /// <summary>The factor by which rows count for less, given what this window says; a window of one value says nothing.</summary>
    protected double Inflation(double window, bool varies)
    {
        _inflation = varies ? window : null;
        return _dependence.Of(window);
    }

    protected double ReferenceMissing => Reference.Count > 0 ? Reference.Missing / (double)Reference.Count : 0;

    /// <summary>Chance of such a difference in the share of missing values.</summary>
    protected double MissingPValue(int rows, int missing, double inflation)
    {
        if (Reference.Count == 0 || rows == 0 || (missing == 0 && Reference.Missing == 0) || (missing == rows && Reference.Present == 0))
        {
            return 1;
        }

        return CountTest.OfShare(Reference.Missing, Reference.Count, missing, rows, inflation);
    }
}
