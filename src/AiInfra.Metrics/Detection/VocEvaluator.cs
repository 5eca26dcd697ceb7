using System.Globalization;

namespace AiInfra.Metrics.Detection;

/// <summary>Pascal VOC's evaluation (Everingham 2010): a detection belongs to the object it overlaps most, taken or not; the second on one object is wrong; difficult objects are ignored. Mean over the classes that occur.</summary>
/// <remarks>The overlap has to reach the threshold, as in VOC's own tool (py-faster-rcnn asks for more than it). Widths are right - left, without the + 1 of VOC's whole pixels. Streams and merges.</remarks>
public sealed class VocEvaluator : ScoredMetric
{
    private readonly SortedDictionary<int, VocClass> _classes = [];
    private readonly double _threshold;
    private readonly VocInterpolation _interpolation;
    private long _count;

    /// <summary>Creates the evaluator.</summary>
    /// <param name="threshold">The overlap at which a detection is right.</param>
    /// <param name="interpolation">How a curve becomes a number.</param>
    public VocEvaluator(double threshold = 0.5, VocInterpolation interpolation = VocInterpolation.AllPoints)
        : base("vocMap", true, string.Create(CultureInfo.InvariantCulture, $"iou:{threshold}|points:{interpolation}"))
    {
        _threshold = threshold is > 0 and <= 1 ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An overlap is above 0 and at most 1.");
        _interpolation = interpolation;
    }

    /// <inheritdoc />
    public override string Family => "Boxes";

    /// <summary>Images added.</summary>
    public override long Count => _count;

    /// <summary>The value over images drawn again; an image has none by itself. Null of nothing.</summary>
    public override Evidence? Evidence => _count == 0 ? null : new("images", [.. Enumerable.Repeat(double.NaN, (int)_count)]) { Counted = Drawn, IsCentred = true };

    /// <inheritdoc />
    public override VocEvaluator New() => new(_threshold, _interpolation);

    /// <summary>Adds an image with all its objects and all its detections.</summary>
    /// <exception cref="ArgumentException">A box or a score is not finite, or a corner is on the wrong side; the message names the first index.</exception>
    public void Add(ReadOnlySpan<GroundTruthBox> truth, ReadOnlySpan<DetectedBox> detections)
    {
        DetectionInput.Check(truth, detections, Count);
        GroundTruthBox[] objects = truth.ToArray();
        var taken = new bool[objects.Length];
        foreach (DetectedBox detection in detections.ToArray().OrderByDescending(d => d.Score))
        {
            int best = -1;
            double most = double.NegativeInfinity;
            for (int g = 0; g < objects.Length; g++)
            {
                double overlap = objects[g].Category == detection.Category ? detection.Box.IoU(objects[g].Box) : double.NaN;
                if (overlap > most)
                {
                    (best, most) = (g, overlap);
                }
            }

            bool reached = most >= _threshold;
            bool ignored = reached && (objects[best].IsDifficult || objects[best].IsCrowd);
            Of(detection.Category).Detections.Add((detection.Score, (sbyte)(ignored ? -1 : reached && !taken[best] ? 1 : 0), (int)_count));
            if (reached)
            {
                taken[best] = true;
            }
        }

        foreach (GroundTruthBox one in objects)
        {
            if (!one.IsDifficult && !one.IsCrowd)
            {
                Of(one.Category).Objects.Add((int)_count);
            }
            else
            {
                Of(one.Category);
            }
        }

        _count++;
    }

    /// <summary>Adds what another evaluator with the same options has seen; its images follow.</summary>
    /// <exception cref="ArgumentException">The other has other options, or is this one.</exception>
    public void Merge(VocEvaluator other)
    {
        CheckMerge(other);
        foreach ((int category, VocClass own) in other._classes)
        {
            Of(category).Add(own, (int)_count);
        }

        _count += other._count;
    }

    /// <summary>The mean over classes; those without an object that counts are left out and counted as undefined.</summary>
    /// <param name="confidence">Not used: no formula gives an interval; <see cref="ScoredExtensions.WithInterval"/> draws images again.</param>
    public override Score Result(double confidence = 0.95)
    {
        double[] values = [.. ByCategory().Values.Where(v => !double.IsNaN(v))];
        return Scored(values.Length == 0 ? double.NaN : values.Average(), undefined: _classes.Count - values.Length);
    }

    /// <summary>Average precision and objects of each class.</summary>
    public override IReadOnlyList<ScoreTable> Tables()
    {
        IReadOnlyDictionary<int, double> values = ByCategory();
        return _classes.Count == 0 ? [] : [new($"{Name}: classes", ["average precision", "objects"], [.. _classes.Select(c => new ScoreTableRow($"class {c.Key}", [values[c.Key], c.Value.Objects.Count]))])];
    }

    /// <summary>Average precision of each class; NaN without an object that counts.</summary>
    public IReadOnlyDictionary<int, double> ByCategory() => _classes.ToDictionary(c => c.Key, c => c.Value.AveragePrecision(_interpolation, default));

    private double Drawn(ReadOnlySpan<int> counts)
    {
        double sum = 0;
        int defined = 0;
        foreach (VocClass own in _classes.Values)
        {
            double value = own.AveragePrecision(_interpolation, counts);
            sum += double.IsNaN(value) ? 0 : value;
            defined += double.IsNaN(value) ? 0 : 1;
        }

        return defined > 0 ? sum / defined : double.NaN;
    }

    private VocClass Of(int category)
    {
        if (!_classes.TryGetValue(category, out VocClass? own))
        {
            _classes.Add(category, own = new());
        }

        return own;
    }
}
