using System.Globalization;
using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Guards;

/// <summary>Knows the last losses, and which one stands out.</summary>
internal sealed class SpikeGuard(SpikeGuardOptions options) : IStateful
{
    private readonly Queue<double> _losses = new();
    private int _inARow;

    public string StateName => "spike-guard";

    /// <summary>The loss above which the next one stands out; infinity while too few are known.</summary>
    public double Bound()
    {
        if (_losses.Count < options.WarmUp)
        {
            return double.PositiveInfinity;
        }

        double[] sorted = [.. _losses.Order()];
        double median = Median(sorted);
        double[] deviations = [.. sorted.Select(l => Math.Abs(l - median)).Order()];

        // Losses that are all alike would make every other one a spike.
        double spread = Math.Max(1.4826 * Median(deviations), 1e-3 * Math.Abs(median));
        return median + (options.Deviations * spread);
    }

    /// <summary>Takes a loss in. Those that stand out are not remembered.</summary>
    /// <exception cref="TrainingException">So many in a row stood out.</exception>
    public bool IsSpike(double loss)
    {
        double bound = Bound();
        if (loss <= bound)
        {
            _inARow = 0;
            _losses.Enqueue(loss);
            if (_losses.Count > options.Window)
            {
                _losses.Dequeue();
            }

            return false;
        }

        if (++_inARow > options.MostInARow)
        {
            throw new TrainingException($"{_inARow} batches in a row had losses above {bound:G6}, {options.Deviations} robust deviations over the median of those before; the last is {loss:G6}. It is not one batch that is wrong: lower the learning rate, clip gradients, or look at what changed in the data.");
        }

        return true;
    }

    public void Save(ComponentState state) => state.Add("losses", string.Join(' ', _losses.Select(l => l.ToString("R", CultureInfo.InvariantCulture)).Prepend(_inARow.ToString(CultureInfo.InvariantCulture))));

    public void Restore(ComponentState state)
    {
        string[] parts = state.Text("losses").Split(' ');
        _inARow = int.Parse(parts[0], CultureInfo.InvariantCulture);
        _losses.Clear();
        foreach (string loss in parts.Skip(1))
        {
            _losses.Enqueue(double.Parse(loss, CultureInfo.InvariantCulture));
        }
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
