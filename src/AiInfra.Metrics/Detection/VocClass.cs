namespace AiInfra.Metrics.Detection;

/// <summary>The detections and objects of one class, each with its image.</summary>
internal sealed class VocClass
{
    /// <summary>Outcome 1 is right, 0 wrong, -1 ignored.</summary>
    public List<(double Score, sbyte Outcome, int Image)> Detections { get; } = [];

    /// <summary>The image of each object that counts.</summary>
    public List<int> Objects { get; } = [];

    /// <summary>Adds another's, whose images follow.</summary>
    public void Add(VocClass other, int images)
    {
        Detections.AddRange(other.Detections.Select(d => (d.Score, d.Outcome, d.Image + images)));
        Objects.AddRange(other.Objects.Select(image => image + images));
    }

    /// <summary>The area under the curve of precision and recall; NaN without an object that counts.</summary>
    /// <param name="interpolation">How a curve becomes a number.</param>
    /// <param name="counts">How often each image counts; empty for once each.</param>
    public double AveragePrecision(VocInterpolation interpolation, ReadOnlySpan<int> counts)
    {
        int objects = 0;
        foreach (int image in Objects)
        {
            objects += counts.IsEmpty ? 1 : counts[image];
        }

        if (objects == 0)
        {
            return double.NaN;
        }

        var curve = new List<(double Recall, double Precision)>();
        int right = 0, wrong = 0;
        foreach ((_, sbyte outcome, int image) in Detections.Where(d => d.Outcome >= 0).OrderByDescending(d => d.Score))
        {
            for (int times = counts.IsEmpty ? 1 : counts[image]; times > 0; times--)
            {
                right += outcome;
                wrong += 1 - outcome;
                curve.Add(((double)right / objects, (double)right / (right + wrong)));
            }
        }

        if (interpolation == VocInterpolation.ElevenPoints)
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
}
