using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text.Matching;

namespace AiInfra.Metrics.Text;

/// <summary>F1 of spans marked by tags (entities), 0 to 1, as seqeval computes it: a span counts when its type, start and end are right. It streams over sentences and merges.</summary>
/// <remarks>Types are those that either side has. A type that is never predicted or never true scores 0 by convention and counts as undefined. Without any span at all the score is NaN.</remarks>
public sealed class SpanF1 : ScoredMetric
{
    private readonly Average _average;
    private readonly SpanScheme _scheme;
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly List<SpanCounts> _totals = [];
    private readonly List<(int Type, int Correct, int Predicted, int True)> _cells = [];
    private readonly List<int> _ends = [];

    /// <summary>Makes the metric.</summary>
    /// <param name="average">How types are put together: micro (all spans alike, the usual), macro or weighted by support.</param>
    /// <param name="scheme">How tags mark spans.</param>
    /// <exception cref="ArgumentException">The average is none of the three.</exception>
    public SpanF1(Average average = Average.Micro, SpanScheme scheme = SpanScheme.Lenient)
        : base("spanF1", true, $"average:{average.ToString().ToLowerInvariant()}|scheme:{scheme.ToString().ToLowerInvariant()}")
    {
        if (average is not (Average.Micro or Average.Macro or Average.Weighted))
        {
            throw new ArgumentException($"Spans are averaged micro, macro or weighted, not {average}.", nameof(average));
        }

        (_average, _scheme) = (average, scheme);
    }

    /// <inheritdoc />
    public override string Family => "Texts";

    /// <summary>Sentences added.</summary>
    public override long Count => _ends.Count;

    /// <summary>The value of every sentence by itself, and the value over sentences drawn again; null of nothing.</summary>
    public override Evidence? Evidence => Count == 0 ? null : new("sentences", [.. Enumerable.Range(0, _ends.Count).Select(i => Resampled([i]))]) { Resampled = Resampled };

    /// <summary>Counts by type, in the order of their names.</summary>
    public IReadOnlyList<SpanCounts> Types => [.. _totals.OrderBy(t => t.Type, StringComparer.Ordinal)];

    /// <summary>The spans of a sentence's tags.</summary>
    /// <exception cref="ArgumentException">A tag is none of the scheme; the message names its index.</exception>
    public static IReadOnlyList<TaggedSpan> Spans(IReadOnlyList<string> tags, SpanScheme scheme = SpanScheme.Lenient)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return SpanReader.Read(tags, scheme, nameof(tags));
    }

    /// <summary>The score of sentences.</summary>
    /// <param name="truth">True tags, sentence by sentence.</param>
    /// <param name="predicted">Predicted tags.</param>
    /// <param name="average">How types are put together.</param>
    /// <param name="scheme">How tags mark spans.</param>
    /// <exception cref="ArgumentException">Lengths differ or a tag is none of the scheme; the message names the place.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string>> truth, IReadOnlyList<IReadOnlyList<string>> predicted, Average average = Average.Micro, SpanScheme scheme = SpanScheme.Lenient)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Count != predicted.Count)
        {
            throw new ArgumentException($"There are {truth.Count} true sentences but {predicted.Count} predicted ones.", nameof(predicted));
        }

        var metric = new SpanF1(average, scheme);
        for (int i = 0; i < truth.Count; i++)
        {
            metric.Add(truth[i], predicted[i]);
        }

        return metric.Result();
    }

    /// <summary>Adds a sentence.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a tag is none of the scheme; the message names the sentence and the index.</exception>
    public void Add(IReadOnlyList<string> truth, IReadOnlyList<string> predicted)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Count != predicted.Count)
        {
            throw new ArgumentException($"Sentence {Count} has {truth.Count} true tags but {predicted.Count} predicted ones.", nameof(predicted));
        }

        List<TaggedSpan> right = SpanReader.Read(truth, _scheme, nameof(truth)), said = SpanReader.Read(predicted, _scheme, nameof(predicted));
        HashSet<TaggedSpan> known = [.. right];
        foreach (IGrouping<string, (string Type, bool Predicted, bool Correct)> group in right.Select(s => (s.Type, false, false)).Concat(said.Select(s => (s.Type, true, known.Contains(s)))).GroupBy(s => s.Type, StringComparer.Ordinal))
        {
            Keep(TypeOf(group.Key), group.Count(s => s.Correct), group.Count(s => s.Predicted), group.Count(s => !s.Predicted));
        }

        _ends.Add(_cells.Count);
    }

    /// <summary>Adds what another of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature.</exception>
    public void Merge(SpanF1 other)
    {
        CheckMerge(other);
        int cell = 0;
        foreach (int end in other._ends)
        {
            for (; cell < end; cell++)
            {
                (int type, int correct, int predicted, int truth) = other._cells[cell];
                Keep(TypeOf(other._totals[type].Type), correct, predicted, truth);
            }

            _ends.Add(_cells.Count);
        }
    }

    /// <inheritdoc />
    public override SpanF1 New() => new(_average, _scheme);

    /// <summary>The score so far, without an interval, which no formula gives.</summary>
    /// <param name="confidence">Not used; <see cref="Result(BootstrapOptions)"/> and <see cref="ScoredExtensions.WithInterval"/> give an interval.</param>
    public override Score Result(double confidence = 0.95) => Scored(Value([.. _totals]), undefined: _totals.Count(t => t.Predicted == 0 || t.True == 0));

    /// <summary>The score with the percentile interval over resampled sentences.</summary>
    /// <param name="bootstrap">How to resample.</param>
    public Score Result(BootstrapOptions bootstrap)
    {
        ArgumentNullException.ThrowIfNull(bootstrap);
        return Count > 0 && Bootstrap.Percentile(_ends.Count, Resampled, bootstrap) is { IsMostlyUndefined: false } drawn ? Result() with { Interval = drawn.Interval } : Result();
    }

    private double Resampled(ReadOnlySpan<int> sentences)
    {
        SpanCounts[] totals = [.. _totals.Select(t => new SpanCounts(t.Type, 0, 0, 0))];
        foreach (int sentence in sentences)
        {
            for (int cell = sentence == 0 ? 0 : _ends[sentence - 1]; cell < _ends[sentence]; cell++)
            {
                (int type, int correct, int predicted, int truth) = _cells[cell];
                SpanCounts t = totals[type];
                totals[type] = new(t.Type, t.Correct + correct, t.Predicted + predicted, t.True + truth);
            }
        }

        return Value([.. totals.Where(t => t.Predicted + t.True > 0)]);
    }

    private double Value(SpanCounts[] types)
    {
        long truth = types.Sum(t => t.True);
        return types.Length == 0 ? double.NaN
            : _average == Average.Micro ? new SpanCounts("", types.Sum(t => t.Correct), types.Sum(t => t.Predicted), truth).F1
            : _average == Average.Macro ? types.Average(t => t.F1)
            : truth == 0 ? 0 : types.Sum(t => t.F1 * t.True) / truth;
    }

    private int TypeOf(string type)
    {
        if (!_types.TryGetValue(type, out int index))
        {
            index = _totals.Count;
            _types.Add(type, index);
            _totals.Add(new(type, 0, 0, 0));
        }

        return index;
    }

    private void Keep(int type, int correct, int predicted, int truth)
    {
        SpanCounts t = _totals[type];
        _totals[type] = new(t.Type, t.Correct + correct, t.Predicted + predicted, t.True + truth);
        _cells.Add((type, correct, predicted, truth));
    }
}
