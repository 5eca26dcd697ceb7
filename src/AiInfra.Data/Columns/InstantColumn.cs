using AiInfra.Core.Rows;

namespace AiInfra.Data.Columns;

/// <summary>A column of points in time as UTC ticks (100 ns since year 1).</summary>
public sealed class InstantColumn : ColumnData
{
    /// <summary>The ticks that stand for a missing value.</summary>
    public const long MissingTicks = long.MinValue;

    private readonly long[] _ticks;

    /// <summary>Wraps an array of UTC ticks, <see cref="MissingTicks"/> where missing. The array is not copied.</summary>
    public InstantColumn(long[] ticks)
        : base((ticks ?? throw new ArgumentNullException(nameof(ticks))).Length) => _ticks = ticks;

    internal InstantColumn(long[] ticks, int count)
        : base(count) => _ticks = ticks;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Instant;

    /// <summary>UTC ticks, <see cref="MissingTicks"/> where missing.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, Count);

    /// <inheritdoc />
    public override Value this[int row] => Ticks[row] == MissingTicks ? Value.Missing : Value.Of(new DateTime(Ticks[row], DateTimeKind.Utc));

    /// <inheritdoc />
    public override bool IsMissing(int row) => Ticks[row] == MissingTicks;

    internal override ColumnData Take(ReadOnlySpan<int> rows)
    {
        var taken = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = _ticks[rows[i]];
        }

        return new InstantColumn(taken);
    }

    internal override ColumnData Slice(int start, int count) => new InstantColumn(Ticks.Slice(start, count).ToArray());
}
