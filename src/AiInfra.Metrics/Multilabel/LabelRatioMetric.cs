using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Multilabel;

/// <summary>A ratio of counts, over all cells (micro), a label at a time (macro, weighted by the rows that have the label), or a row at a time (samples). Labels or rows without denominator get what the zero division rule says, and are counted as undefined; with <see cref="ZeroDivision.Undefined"/> they are left out.</summary>
public abstract class LabelRatioMetric : LabelSetMetric
{
    private readonly Average _average;
    private readonly ZeroDivision _zeroDivision;
    private BinaryCounts[] _counts = [];
    private RunningMean _rows;
    private readonly GrowingColumn<byte> _cells = new();
    private readonly List<double> _weights = [];
    private long _undefinedRows;

    /// <summary>Creates the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="average">Micro, macro, weighted or samples.</param>
    /// <param name="zeroDivision">What a label or row without denominator gets.</param>
    /// <param name="options">Further options.</param>
    /// <exception cref="ArgumentException">There is no one positive label here.</exception>
    protected LabelRatioMetric(string name, Average average, ZeroDivision zeroDivision, string options = "")
        : base(name, true, (options.Length == 0 ? "" : options + "|") + $"average:{average.ToString().ToLowerInvariant()}|zeroDivision:{zeroDivision.ToString().ToLowerInvariant()}|multilabel:yes")
    {
        if (average == Average.Positive)
        {
            throw new ArgumentException($"There is no one positive label; average micro, macro, weighted or samples, or take {nameof(PerLabel)}.", nameof(average));
        }

        (_average, _zeroDivision) = (average, zeroDivision);
    }

    private protected Average Averaging => _average;

    private protected ZeroDivision OnZeroDivision => _zeroDivision;

    /// <summary>How each label was told from its absence.</summary>
    public IReadOnlyList<BinaryCounts> PerLabel => [.. _counts];

    /// <inheritdoc />
    public override Evidence? Evidence
    {
        get
        {
            if (_average == Average.Samples || _weights.Count == 0)
            {
                return base.Evidence;
            }

            byte[] cells = _cells.ToArray();
            return new("rows", [.. Enumerable.Repeat(double.NaN, _weights.Count)]) { Resampled = rows => Drawn(cells, rows) };
        }
    }

    /// <summary>Precision, recall and F1 of each label, beside the worst rows.</summary>
    public override IReadOnlyList<ScoreTable> Tables() => _counts.Length == 0 ? [] :
    [
        new($"{Name}: labels", ["precision", "recall", "f1", "rows"], [.. _counts.Select((c, k) => new ScoreTableRow($"label {k}", [c.Precision, c.Recall, c.F(), c.TruePositives + c.FalseNegatives]))]),
        .. base.Tables(),
    ];

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        if (_average == Average.Samples)
        {
            return Scored(_rows.Weight > 0 ? _rows.Mean : double.NaN, _rows.Interval(confidence) is { } i ? i with { Low = Math.Max(0, i.Low), High = Math.Min(1, i.High) } : null, _undefinedRows);
        }

        (double value, long undefined) = Value();
        return Scored(value, undefined: undefined);
    }

    /// <summary>Numerator and denominator of counts.</summary>
    protected abstract (double Above, double Below) Ratio(in BinaryCounts counts);

    /// <inheritdoc />
    protected sealed override void Prepare(int labels) => _counts = new BinaryCounts[labels];

    /// <inheritdoc />
    protected sealed override void Accumulate(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, double weight)
    {
        int hits = 0, extra = 0, missed = 0;
        bool keeps = KeepsRows && _average != Average.Samples;
        if (keeps)
        {
            _weights.Add(weight);
        }

        for (int k = 0; k < truth.Length; k++)
        {
            BinaryCounts c = _counts[k];
            (bool t, bool p) = (truth[k], predicted[k]);
            _counts[k] = t
                ? p ? c with { TruePositives = c.TruePositives + weight } : c with { FalseNegatives = c.FalseNegatives + weight }
                : p ? c with { FalsePositives = c.FalsePositives + weight } : c with { TrueNegatives = c.TrueNegatives + weight };
            if (keeps)
            {
                _cells.Add((byte)((t ? 2 : 0) + (p ? 1 : 0)));
            }

            hits += t && p ? 1 : 0;
            extra += !t && p ? 1 : 0;
            missed += t && !p ? 1 : 0;
        }

        if (_average == Average.Samples)
        {
            (double above, double below) = Ratio(new BinaryCounts(hits, extra, missed, truth.Length - hits - extra - missed));
            double ratio = below > 0 ? above / below : Fallback();
            _undefinedRows += below > 0 ? 0 : 1;
            Keep(ratio, weight);
            if (!double.IsNaN(ratio))
            {
                _rows.Add(ratio, weight);
            }
        }
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(MultilabelMetric other)
    {
        var same = (LabelRatioMetric)other;
        for (int k = 0; k < _counts.Length; k++)
        {
            BinaryCounts a = _counts[k], b = same._counts[k];
            _counts[k] = new(a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.FalseNegatives + b.FalseNegatives, a.TrueNegatives + b.TrueNegatives);
        }

        _rows.Merge(same._rows);
        if (KeepsRows)
        {
            _cells.Add(same._cells);
            _weights.AddRange(same._weights);
        }

        _undefinedRows += same._undefinedRows;
    }

    // The value of the counts of all labels, and how many labels (or all cells) have no denominator.
    private (double Value, long Undefined) Value()
    {
        if (_average == Average.Micro)
        {
            (double value, bool defined) = Pooled();
            return (value, defined ? 0 : 1);
        }

        double sum = 0, total = 0;
        int undefined = 0;
        foreach (BinaryCounts label in _counts)
        {
            (double above, double below) = Ratio(label);
            undefined += below > 0 ? 0 : 1;
            double ratio = below > 0 ? above / below : Fallback();
            double weight = double.IsNaN(ratio) ? 0 : _average == Average.Macro ? 1 : label.TruePositives + label.FalseNegatives;
            sum += weight > 0 ? weight * ratio : 0;
            total += weight;
        }

        // Weighted, and no row has a label: there is nothing to weigh by, and the cells are taken together. Else every label is undefined.
        return total > 0 ? (sum / total, undefined) : (_average == Average.Weighted ? Pooled().Value : double.NaN, Math.Max(1, undefined));
    }

    private double Drawn(byte[] cells, ReadOnlySpan<int> rows)
    {
        var drawn = (LabelRatioMetric)New();
        drawn.Reach(Labels, nameof(rows));
        foreach (int row in rows)
        {
            double weight = _weights[row];
            for (int k = 0; k < Labels; k++)
            {
                BinaryCounts c = drawn._counts[k];
                drawn._counts[k] = cells[(row * Labels) + k] switch
                {
                    3 => c with { TruePositives = c.TruePositives + weight },
                    2 => c with { FalseNegatives = c.FalseNegatives + weight },
                    1 => c with { FalsePositives = c.FalsePositives + weight },
                    _ => c with { TrueNegatives = c.TrueNegatives + weight },
                };
            }
        }

        return drawn.Value().Value;
    }

    private (double Value, bool Defined) Pooled()
    {
        (double above, double below) = Ratio(_counts.Aggregate((x, y) => new(x.TruePositives + y.TruePositives, x.FalsePositives + y.FalsePositives, x.FalseNegatives + y.FalseNegatives, x.TrueNegatives + y.TrueNegatives)));
        return (below > 0 ? above / below : Fallback(), below > 0);
    }

    private double Fallback() => _zeroDivision switch { ZeroDivision.Zero => 0, ZeroDivision.One => 1, _ => double.NaN };
}
