using System.Globalization;
using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Precision;

/// <summary>The factor on the loss: halved when a gradient overflows, doubled after many steps without.</summary>
internal sealed class LossScaler(LossScaleOptions options) : IStateful
{
    private int _clean;

    public string StateName => "loss-scale";

    public double Scale { get; private set; } = options.Initial;

    /// <summary>Hears whether a step's gradients overflowed. False once the factor is below 1: gradients overflow that were not even scaled, so that scaling is not what is wrong.</summary>
    public bool Observe(bool overflow)
    {
        if (overflow)
        {
            Scale *= options.Backoff;
            _clean = 0;
            return Scale >= 1;
        }

        if (++_clean == options.GrowthInterval)
        {
            // Beyond the range of a float, the scaled loss itself would overflow for ever.
            Scale = Scale * options.Growth <= float.MaxValue ? Scale * options.Growth : Scale;
            _clean = 0;
        }

        return true;
    }

    public void Save(ComponentState state) => state.Add("scale", string.Create(CultureInfo.InvariantCulture, $"{Scale:R} {_clean}"));

    public void Restore(ComponentState state)
    {
        string[] parts = state.Text("scale").Split(' ');
        Scale = double.Parse(parts[0], CultureInfo.InvariantCulture);
        _clean = int.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
