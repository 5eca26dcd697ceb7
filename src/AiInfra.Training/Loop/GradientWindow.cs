using System.Globalization;
using AiInfra.Training.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>The gradients of the batches that wait for the next optimizer step, with their losses.</summary>
internal sealed class GradientWindow(IReadOnlyList<Parameter> parameters) : IStateful
{
    public string StateName => "gradients";

    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Batches in the window.</summary>
    public int Batches { get; private set; }

    /// <summary>Rows in them.</summary>
    public long Rows { get; private set; }

    /// <summary>Sum of their losses, each times its share.</summary>
    public double LossSum { get; private set; }

    /// <summary>Weight of the first batch: shares are relative to it, so that gradients keep their size.</summary>
    public double FirstWeight { get; private set; }

    /// <summary>Sum of the shares: what sums of gradients and losses are divided by.</summary>
    public double Shares { get; private set; }

    /// <summary>Mean loss.</summary>
    public double Loss => LossSum / Shares;

    /// <summary>A batch's share by its weight: 1 of the first.</summary>
    public double ShareOf(double weight) => Batches == 0 ? 1 : weight / FirstWeight;

    public void Add(double loss, double weight, long rows)
    {
        double share = ShareOf(weight);
        FirstWeight = Batches == 0 ? weight : FirstWeight;
        Batches++;
        Rows += rows;
        Shares += share;
        LossSum += loss * share;
    }

    /// <summary>Begins a new window. Gradients are let go instead of filled with zeros: the backward pass then gives new ones without adding.</summary>
    public void Close() => (Batches, Rows, LossSum, FirstWeight, Shares) = (0, 0, 0, 0, 0);

    public void Forget()
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    public void Save(ComponentState state)
    {
        state.Add("window", string.Create(CultureInfo.InvariantCulture, $"{Batches} {Rows} {LossSum:R} {FirstWeight:R} {Shares:R}"));
        for (int i = 0; Batches > 0 && i < parameters.Count; i++)
        {
            if (parameters[i].grad is { } gradient)
            {
                state.Add(i.ToString(CultureInfo.InvariantCulture), gradient);
            }
        }
    }

    public void Restore(ComponentState state)
    {
        string[] window = state.Text("window").Split(' ');
        (Batches, Rows) = (int.Parse(window[0], CultureInfo.InvariantCulture), long.Parse(window[1], CultureInfo.InvariantCulture));
        double[] sums = [.. window.Skip(2).Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
        (LossSum, FirstWeight, Shares) = (sums[0], sums[1], sums[2]);
        foreach ((string index, Tensor gradient) in state.Tensors)
        {
            Parameter parameter = parameters[int.Parse(index, CultureInfo.InvariantCulture)];
            using Tensor own = gradient.to(parameter.device, copy: true);
            parameter.grad = own;
        }
    }
}
