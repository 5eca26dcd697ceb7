using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>Which columns of a Parquet file to read, and its limits.</summary>
public sealed class ParquetOptions : ICheckedOptions
{
    /// <summary>The columns to read, in this order; one that is not there, or cannot become rows, is an error.</summary>
    /// <value>null: all but <see cref="Except"/>. Those that cannot become rows are left out, and a note says so.</value>
    public IReadOnlyList<string>? Columns { get; set; }

    /// <summary>Columns not to read.</summary>
    /// <value>None.</value>
    public IReadOnlyCollection<string> Except { get; set; } = [];

    /// <summary>What happens to a value that no column of its kind holds: a date before the year 1, text that is not UTF-8.</summary>
    /// <value><see cref="MisfitCell.RejectRow"/>.</value>
    public MisfitCell Misfits { get; set; } = MisfitCell.RejectRow;

    /// <summary>Most rows of a row group, which is held in memory; a file with a larger one is refused.</summary>
    /// <value>67,108,864, the largest that common writers make.</value>
    public int MaxRowGroupRows { get; set; } = 64 << 20;

    internal Func<string, Core.Rows.ValueKind?>? KindOf { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Set(Except)
        .AtLeast(MaxRowGroupRows, 1)
        .Must(Columns is null || Columns.Count > 0, $"{nameof(Columns)} names none; name some, or leave it null to read all.");

    internal ParquetOptions With(Func<string, Core.Rows.ValueKind?> kindOf) =>
        new() { Columns = Columns, Except = Except, Misfits = Misfits, MaxRowGroupRows = MaxRowGroupRows, KindOf = kindOf };
}
