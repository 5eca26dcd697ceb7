using System.Globalization;

namespace AiInfra.Metrics.Detection;

/// <summary>Pascal VOC's evaluation (Everingham 2010): a detection belongs to the object it overlaps most, taken or not; the second on one object is wrong; difficult objects are ignored. Mean over the classes that occur.</summary>
/// <remarks>The overlap has to reach the threshold, as in VOC's own tool (py-faster-rcnn asks for more than it). Widths are right - left, without the + 1 of VOC's whole pixels. Streams and merges.</remarks>
public sealed class VocEvaluator
{
    private readonly SortedDictionary<int, (List<(double Score, sbyte Outcome)> Detections, int Objects)> _classes = [];
    private readonly double _threshold;
    private readonly VocInterpolation _interpolation;

    /// <summary>Creates the evaluator.</summary>
    /// <param name="threshold">The overlap at which a detection is right.</param>
    /// <param name="interpolation">How a curve becomes a number.</param>
    public VocEvaluator(double threshold = 0.5, VocInterpolation interpolation = VocInterpolation.AllPoints)
    {
        _threshold = threshold is > 0 and <= 1 ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An overlap is above 0 and at most 1.");
        _interpolation = interpolation;
    }

    /// <summary>Images added.</summary>
    public long Count { get; private set; }

    private string Signature => string.Create(CultureInfo.InvariantCulture, $"vocMap|iou:{_threshold}|points:{_interpolation}|version:1");

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
            Put(detection.Category, 0, (detection.Score, (sbyte)(ignored ? -1 : reached && !taken[best] ? 1 : 0)));
            if (reached)
            {
                taken[best] = true;
            }
        }

        foreach (GroundTruthBox one in objects)
        {
            Put(one.Category, one.IsDifficult || one.IsCrowd ? 0 : 1, null);
        }

        Count++;
    }

    /// <summary>Adds what another evaluator with the same options has seen; its images follow.</summary>
    /// <exception cref="ArgumentException">The other has other options, or is this one.</exception>
    public void Merge(VocEvaluator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Signature != Signature || ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'{(ReferenceEquals(other, this) ? " of itself" : "")}.", nameof(other));
        }

        foreach ((int category, (List<(double Score, sbyte Outcome)> detections, int count)) in other._classes)
        {
            Put(category, count, null);
            _classes[category].Detections.AddRange(detections);
        }

        Count += other.Count;
    }

    /// <summary>The mean over classes; those without an object that counts are left out and counted as undefined.</summary>
    public Score Result()
    {
        double[] values = [.. ByCategory().Values.Where(v => !double.IsNaN(v))];
        return new("vocMap", values.Length == 0 ? double.NaN : values.Average(), Count, Signature) { Undefined = _classes.Count - values.Length, HigherIsBetter = true };
    }

    /// <summary>Average precision of each class; NaN without an object that counts.</summary>
    public IReadOnlyDictionary<int, double> ByCategory() => _classes.ToDictionary(c => c.Key, c => c.Value.Objects == 0 ? double.NaN : Value(c.Value.Detections, c.Value.Objects));

    private double Value(List<(double Score, sbyte Outcome)> detections, int objects)
    {
        var curve = new List<(double Recall, double Precision)>();
        int right = 0, wrong = 0;
        foreach ((double _, sbyte outcome) in detections.Where(d => d.Outcome >= 0).OrderByDescending(d => d.Score))
        {
            right += outcome;
            wrong += 1 - outcome;
            curve.Add(((double)right / objects, (double)right / (right + wrong)));
        }

        if (_interpolation == VocInterpolation.ElevenPoints)
        {
            return Enumerable.Range(0, 11).Average(p => curve.Where(c => c.Recall >= p / 10.0).Select(c => c.Precision).DefaultIfEmpty(0).Max());
        }

        double area = 0, best = 0;
        for (int i = curve.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, curve[i].Precision);
            area += best * (curve[i].Recall - (i > 0 ? curve[i - 1].Recall : 0));
        }

        return area;
    }

    private void Put(int category, int objects, (double Score, sbyte Outcome)? detection)
    {
        if (!_classes.TryGetValue(category, out (List<(double Score, sbyte Outcome)> Detections, int Objects) own))
        {
            own = ([], 0);
        }

        if (detection is { } found)
        {
            own.Detections.Add(found);
        }

        _classes[category] = (own.Detections, own.Objects + objects);
    }
}
