using AiInfra.Metrics;

namespace AiInfra.Outside.Tests.Metrics;

/// <summary>A family: what metrics of masks of pictures share. A picture is a unit.</summary>
internal abstract class MaskMetric(string name) : UnitMeanMetric(name, true, "pictures")
{
    public override string Family => "Masks";

    public void Add(string id, ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, double weight = 1)
    {
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"Picture '{id}' has {truth.Length} true pixels but {predicted.Length} predicted ones.", nameof(predicted));
        }

        int both = 0, either = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            both += truth[i] && predicted[i] ? 1 : 0;
            either += truth[i] || predicted[i] ? 1 : 0;
        }

        AddUnit(either == 0 ? double.NaN : Picture(both, either), id, weight);
    }

    /// <summary>The value of a picture with a pixel in either mask.</summary>
    protected abstract double Picture(int both, int either);
}
