namespace AiInfra.Core.Rows;

/// <summary>A column of points in time as UTC ticks (100 ns since year 1).</summary>
public sealed class InstantColumn : ColumnData
{
    /// <summary>The ticks that stand for a missing value.</summary>
    public const long MissingTicks = long.MinValue;

    private readonly long[] _ticks;

    /// <summary>Wraps an array of UTC ticks, <see cref="MissingTicks"/> where missing. The array is not copied.</summary>
    public InstantColumn(long[] ticks)
        : base((ticks ?? throw new ArgumentNullException(nameof(ticks))).Length) => _ticks = ticks;

    /// <summary>Wraps the beginning of an array of ticks, as <see cref="Ticks"/> holds them. Nothing is copied.</summary>
    /// <param name="ticks">The ticks, <c>[count]</c> or longer.</param>
    /// <param name="count">Rows.</param>
    public InstantColumn(long[] ticks, int count)
        : base(count) => _ticks = ticks;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Instant;

    /// <summary>UTC ticks, <see cref="MissingTicks"/> where missing.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, Count);

    /// <inheritdoc />
    public override Value this[int row] => Ticks[row] == MissingTicks ? Value.Missing : Value.Of(new DateTime(Ticks[row], DateTimeKind.Utc));

    /// <inheritdoc />
    public override bool IsMissing(int row) => Ticks[row] == MissingTicks;

    /// <inheritdoc />
    public override ColumnData Take(ReadOnlySpan<int> rows)
    {
        var taken = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = _ticks[rows[i]];
        }

        return new InstantColumn(taken);
    }

    /// <inheritdoc />
    public override ColumnData Slice(int start, int count) => new InstantColumn(Ticks.Slice(start, count).ToArray());
}
