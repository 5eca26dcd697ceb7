using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Detection;

/// <summary>COCO's evaluation of boxes (Lin 2014), by the rules of its reference tool: greedy matching by score, crowds and objects outside the range of areas ignored, precision at 101 recalls made monotone from the right, mean over the classes that occur.</summary>
/// <remarks>It streams: images are added one by one, and two halves merge (equal scores rank in the order of the images). Not thread-safe: give each thread its own and merge.</remarks>
public sealed class CocoEvaluator
{
    private readonly SortedDictionary<int, List<CocoMatches>> _classes = [];
    private readonly CocoOptions _options;

    /// <summary>Creates the evaluator.</summary>
    /// <param name="options">How to measure; null for COCO's.</param>
    /// <exception cref="ArgumentException">Thresholds or numbers of detections do not ascend, or something is empty.</exception>
    public CocoEvaluator(CocoOptions? options = null)
    {
        _options = options ?? new();
        _options.Check();
    }

    /// <summary>Images added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds an image with all its objects and all its detections.</summary>
    /// <exception cref="ArgumentException">A box or a score is not finite, or a corner is on the wrong side; the message names the first index.</exception>
    public void Add(ReadOnlySpan<GroundTruthBox> truth, ReadOnlySpan<DetectedBox> detections)
    {
        DetectionInput.Check(truth, detections, Count);
        ILookup<int, GroundTruthBox> objects = truth.ToArray().ToLookup(g => g.Category);
        ILookup<int, DetectedBox> found = detections.ToArray().ToLookup(d => d.Category);
        foreach (int category in objects.Select(g => g.Key).Union(found.Select(g => g.Key)))
        {
            Of(category).Add(CocoMatcher.Match((int)Count, [.. objects[category]], [.. found[category]], _options));
        }

        Count++;
    }

    /// <summary>Adds what another evaluator with the same options has seen; its images follow.</summary>
    /// <exception cref="ArgumentException">The other has other options, or is this one.</exception>
    public void Merge(CocoEvaluator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool same = other._options.Thresholds.SequenceEqual(_options.Thresholds) && other._options.MaxDetections.SequenceEqual(_options.MaxDetections) && other._options.Areas.SequenceEqual(_options.Areas);
        if (!same || ReferenceEquals(other, this))
        {
            throw new ArgumentException(same ? "An evaluator cannot be merged into itself." : "The other evaluator has other options.", nameof(other));
        }

        foreach ((int category, List<CocoMatches> matches) in other._classes)
        {
            Of(category).AddRange(matches.Select(m => m with { Image = m.Image + (int)Count }));
        }

        Count += other.Count;
    }

    /// <summary>The scores of what was added, each with its images as evidence.</summary>
    public CocoResult Result()
    {
        int areas = _options.Areas.Count, limits = _options.MaxDetections.Count;
        SortedDictionary<int, CocoRanking[]> classes = [];
        foreach ((int category, List<CocoMatches> matches) in _classes)
        {
            classes.Add(category, [.. _options.MaxDetections.Select(limit => new CocoRanking(matches, limit, _options.Thresholds.Count))]);
        }

        int half = Threshold(0.5), three = Threshold(0.75), last = limits - 1;
        Dictionary<string, CountedStatistic> drawn = [];
        Score Mean(string name, int area, int limit, Func<CocoCurve, double> value)
        {
            (double mean, int defined) = Over(classes, area, limit, value, default);
            var score = new Score(name, mean, Count, MetricSignature.Of(name, $"{_options.Signature}|area:{_options.Areas[area].Name}"))
            {
                Undefined = classes.Count - defined,
                HigherIsBetter = true,
            };
            drawn[score.Signature] = counts => Over(classes, area, limit, value, counts).Mean;
            return score;
        }

        return new()
        {
            Images = Count,
            AveragePrecision = Mean("cocoMap", 0, last, c => c.Precision.Average()),
            AveragePrecision50 = Mean("cocoMap50", 0, last, c => At(c.Precision, half)),
            AveragePrecision75 = Mean("cocoMap75", 0, last, c => At(c.Precision, three)),
            AveragePrecisionByArea = Enumerable.Range(0, areas).ToDictionary(a => _options.Areas[a].Name, a => Mean("cocoMap", a, last, c => c.Precision.Average())),
            AverageRecall = Enumerable.Range(0, limits).ToDictionary(m => _options.MaxDetections[m], m => Mean($"cocoRecall{_options.MaxDetections[m]}", 0, m, c => c.Recall.Average())),
            AverageRecallByArea = Enumerable.Range(0, areas).ToDictionary(a => _options.Areas[a].Name, a => Mean("cocoRecall", a, last, c => c.Recall.Average())),
            Categories = [.. classes.Select(c => c.Value[last].Curve(0) is { } curve
                ? new CocoCategory(c.Key, curve.Objects, curve.Precision.Average(), At(curve.Precision, half), curve.Recall.Average())
                : new CocoCategory(c.Key, 0, double.NaN, double.NaN, double.NaN))],
            Drawn = drawn,
        };
    }

    /// <summary>The mean over the classes that have an object.</summary>
    private static (double Mean, int Defined) Over(SortedDictionary<int, CocoRanking[]> classes, int area, int limit, Func<CocoCurve, double> value, ReadOnlySpan<int> counts)
    {
        double sum = 0;
        int defined = 0;
        foreach (CocoRanking[] rankings in classes.Values)
        {
            if (rankings[limit].Curve(area, counts) is { } curve)
            {
                sum += value(curve);
                defined++;
            }
        }

        return (defined == 0 ? double.NaN : sum / defined, defined);
    }

    private static double At(double[] values, int threshold) => threshold < 0 ? double.NaN : values[threshold];

    private int Threshold(double overlap)
    {
        for (int t = 0; t < _options.Thresholds.Count; t++)
        {
            if (Math.Abs(_options.Thresholds[t] - overlap) < 1e-9)
            {
                return t;
            }
        }

        return -1;
    }

    private List<CocoMatches> Of(int category)
    {
        if (!_classes.TryGetValue(category, out List<CocoMatches>? matches))
        {
            _classes.Add(category, matches = []);
        }

        return matches;
    }
}
