using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Text;

/// <summary>What text metrics share: a segment gives a few numbers, their sums over segments give the value. So halves merge exactly, the order does not matter, and a thousand resamples cost additions only.</summary>
public abstract class TextMetric : ScoredMetric
{
    private readonly double[] _sums;
    private double[] _rows = [];
    private long _count;

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="width">How many numbers a segment gives.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected TextMetric(string name, bool higherIsBetter, int width, string options = "")
        : base(name, higherIsBetter, options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _sums = new double[width];
    }

    /// <inheritdoc />
    public override string Family => "Texts";

    /// <summary>Segments added.</summary>
    public override long Count => _count;

    /// <summary>The value of every segment, and the value over segments drawn again; null of nothing, or where segments are not kept.</summary>
    public override Evidence? Evidence => KeepsSegments && _count > 0 ? new("segments", SegmentValues()) { Resampled = Resampled } : null;

    /// <summary>Segments whose numbers follow a convention because there was nothing to compare, as the metric's summary says.</summary>
    public long Undefined { get; private set; }

    /// <summary>Whether the numbers of every segment are kept (8 bytes each) for intervals, paired tests and <see cref="SegmentValues"/>. Turn it off for endless streams.</summary>
    /// <value>Default true.</value>
    public bool KeepsSegments { get; init; } = true;

    /// <summary>The sums over all segments.</summary>
    protected ReadOnlySpan<double> Sums => _sums;

    /// <inheritdoc />
    public abstract override TextMetric New();

    /// <summary>Adds a segment.</summary>
    /// <param name="references">One or more texts that are right. A null is a reference that this segment lacks; an empty text is a reference without words.</param>
    /// <param name="hypothesis">The text to judge; empty is allowed.</param>
    /// <exception cref="ArgumentException">There is no reference, or a text has half a surrogate pair; the message names the segment and the index.</exception>
    public void Add(ReadOnlySpan<string?> references, string hypothesis)
    {
        TextGuard.Segment(references, hypothesis, Count);
        string[]? present = references.Contains(null) ? [.. references.ToArray().OfType<string>()] : null;
        Span<double> row = stackalloc double[_sums.Length];
        row.Clear();
        Undefined += Measure((present ?? references)!, hypothesis, row) ? 0 : 1;
        for (int i = 0; i < row.Length; i++)
        {
            _sums[i] += row[i];
        }

        if (KeepsSegments)
        {
            Keep(row, (int)Count * row.Length);
        }

        _count++;
    }

    /// <summary>Adds a segment with one reference.</summary>
    /// <param name="reference">The text that is right; an empty text is a reference without words.</param>
    /// <param name="hypothesis">The text to judge; empty is allowed.</param>
    /// <exception cref="ArgumentException">The reference is missing, or a text has half a surrogate pair; the message names the segment.</exception>
    public void Add(string reference, string hypothesis) => Add([reference], hypothesis);

    /// <summary>Adds segments with one reference each.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a text is null or has half a surrogate pair; the message names the first index. Nothing was added then.</exception>
    public void AddBatch(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses)
    {
        TextGuard.Corpus(references, hypotheses);
        AddAll(hypotheses.Count, i => Add(references[i], hypotheses[i]));
    }

    /// <summary>Adds segments with their references, segment by segment; counts of references may differ.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference or more than the metric takes, or a text has half a surrogate pair; the message names the first index. Nothing was added then.</exception>
    public void AddBatch(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses)
    {
        TextGuard.Corpus(references, hypotheses);
        AddAll(hypotheses.Count, i => Add(references[i] is string?[] array ? array : [.. references[i]], hypotheses[i]));
    }

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature, or is this one.</exception>
    public void Merge(TextMetric other)
    {
        CheckMerge(other);
        if (KeepsSegments)
        {
            Keep(other.Rows(nameof(other)), (int)Count * _sums.Length);
        }

        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += other._sums[i];
        }

        _count += other._count;
        Undefined += other.Undefined;
    }

    /// <summary>The score of what was added, without an interval, which no formula gives. Of nothing at all it is NaN with a count of 0.</summary>
    /// <param name="confidence">Not used; <see cref="Result(BootstrapOptions)"/> and <see cref="ScoredExtensions.WithInterval"/> give an interval.</param>
    public override Score Result(double confidence = 0.95) => Scored(_count == 0 ? double.NaN : Value(_sums, _count), undefined: Undefined);

    /// <summary>The score with the percentile interval over resampled segments (Koehn 2004).</summary>
    /// <param name="bootstrap">How to resample.</param>
    public Score Result(BootstrapOptions bootstrap) => _count > 0 && Bootstrapped(bootstrap) is { IsMostlyUndefined: false } drawn ? Result() with { Interval = drawn.Interval } : Result();

    /// <summary>The metric over resampled segments.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added, or segments are not kept.</exception>
    public BootstrapResult Bootstrapped(BootstrapOptions? options = null)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException($"'{Signature}' has seen no segment to resample.");
        }

        _ = Rows(nameof(options));
        return Bootstrap.Percentile((int)Count, Resampled, options ?? new BootstrapOptions { Resamples = 1000 });
    }

    /// <summary>The value of every segment by itself, in the order they were added: look at the worst.</summary>
    /// <exception cref="InvalidOperationException">Segments are not kept.</exception>
    public double[] SegmentValues()
    {
        ReadOnlySpan<double> rows = Rows(nameof(KeepsSegments));
        var values = new double[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = SegmentValue(rows.Slice(i * _sums.Length, _sums.Length));
        }

        return values;
    }

    /// <summary>Fills in the numbers of a segment; they come zeroed.</summary>
    /// <param name="references">One or more references, none of them null.</param>
    /// <param name="hypothesis">The text to judge.</param>
    /// <param name="numbers">The numbers whose sums give the value.</param>
    /// <returns>False when there was nothing to compare and a convention was followed.</returns>
    protected abstract bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers);

    /// <summary>The value of summed numbers.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="segments">How many segments were summed, 1 or more.</param>
    protected abstract double Value(ReadOnlySpan<double> sums, long segments);

    /// <summary>The value of one segment's numbers.</summary>
    protected virtual double SegmentValue(ReadOnlySpan<double> numbers) => Value(numbers, 1);

    /// <summary>Makes a metric that has seen a corpus.</summary>
    protected static T Seen<T>(T metric, IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses)
        where T : TextMetric
    {
        ArgumentNullException.ThrowIfNull(metric);
        metric.AddBatch(references, hypotheses);
        return metric;
    }

    /// <summary>Makes a metric that has seen a corpus.</summary>
    protected static T Seen<T>(T metric, IReadOnlyList<string> references, IReadOnlyList<string> hypotheses)
        where T : TextMetric
    {
        ArgumentNullException.ThrowIfNull(metric);
        metric.AddBatch(references, hypotheses);
        return metric;
    }

    // A segment that the metric itself refuses leaves nothing of its batch behind.
    private void AddAll(int segments, Action<int> add)
    {
        (double[] sums, long count, long undefined) = ([.. _sums], _count, Undefined);
        bool whole = false;
        try
        {
            for (int i = 0; i < segments; i++)
            {
                add(i);
            }

            whole = true;
        }
        finally
        {
            if (!whole)
            {
                sums.CopyTo(_sums, 0);
                (_count, Undefined) = (count, undefined);
            }
        }
    }

    /// <summary>The value over segments drawn again.</summary>
    /// <param name="rows">Positions of segments in the order they were added, each as often as it was drawn.</param>
    public double Resampled(ReadOnlySpan<int> rows)
    {
        int width = _sums.Length;
        Span<double> sums = stackalloc double[width];
        sums.Clear();
        foreach (int row in rows)
        {
            ReadOnlySpan<double> numbers = _rows.AsSpan(row * width, width);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += numbers[i];
            }
        }

        return Value(sums, rows.Length);
    }

    internal double ValueOf(ReadOnlySpan<double> sums) => Value(sums, Count);

    internal ReadOnlySpan<double> Rows(string argument) => KeepsSegments
        ? _rows.AsSpan(0, (int)Count * _sums.Length)
        : throw new InvalidOperationException($"'{Signature}' does not keep its segments ({argument}); make it with {nameof(KeepsSegments)} = true.");

    internal int Width => _sums.Length;

    private void Keep(ReadOnlySpan<double> numbers, int at)
    {
        if (at + numbers.Length > _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(at + numbers.Length, Math.Max(64, 2 * _rows.Length)));
        }

        numbers.CopyTo(_rows.AsSpan(at));
    }
}
