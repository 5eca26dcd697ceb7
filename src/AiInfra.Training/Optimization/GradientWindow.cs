using System.Globalization;
using AiInfra.Training.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Optimization;

/// <summary>The gradients of the batches that wait for the next optimizer step, with their losses.</summary>
internal sealed class GradientWindow(IReadOnlyList<Parameter> parameters) : IStateful
{
    private readonly Tensor?[] _gradients = new Tensor?[parameters.Count];
    private double[] _parts = [];

    public string StateName => "gradients";

    /// <summary>Sums of the heads' losses, each times its share; empty where there is one head.</summary>
    public double[] Parts => _parts;

    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Batches in the window.</summary>
    public int Batches { get; private set; }

    /// <summary>Rows in them.</summary>
    public long Rows { get; private set; }

    /// <summary>Sum of their losses, each times its share.</summary>
    public double LossSum { get; private set; }

    /// <summary>Weight of the first batch that has one: shares are relative to it, so that gradients keep their size.</summary>
    public double FirstWeight { get; private set; }

    /// <summary>Sum of the shares: what sums of gradients and losses are divided by.</summary>
    public double Shares { get; private set; }

    /// <summary><see cref="Factor"/> of the window closed last.</summary>
    public double LastFactor { get; private set; }

    /// <summary>Mean loss.</summary>
    public double Loss => LossSum * Factor;

    /// <summary>What the sums of gradients are multiplied by: they are zero where no batch counts.</summary>
    public double Factor => Shares > 0 ? 1 / Shares : 0;

    /// <summary>A batch's share by its weight: 1 of the first that has one, 0 of one in which nothing counts.</summary>
    public double ShareOf(double weight) => weight <= 0 ? 0 : FirstWeight <= 0 ? 1 : weight / FirstWeight;

    public void Add(double loss, double[] parts, double weight, long rows)
    {
        double share = ShareOf(weight);
        if (parts.Length > 0)
        {
            _parts = Batches == 0 ? new double[parts.Length] : _parts;
            for (int i = 0; i < parts.Length; i++)
            {
                _parts[i] += parts[i] * share;
            }
        }

        FirstWeight = FirstWeight <= 0 ? weight : FirstWeight;
        Batches++;
        Rows += rows;
        Shares += share;
        LossSum += loss * share;
    }

    /// <summary>Begins a new window.</summary>
    public void Close() => (LastFactor, Batches, Rows, LossSum, FirstWeight, Shares) = (Factor, 0, 0, 0, 0, 0);

    /// <summary>Lets the gradients go instead of filling them with zeros: the backward pass then gives new ones without adding.</summary>
    public void Forget()
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>The gradients as they are now, null where a parameter has none.</summary>
    public Tensor?[] Gradients()
    {
        for (int i = 0; i < _gradients.Length; i++)
        {
            _gradients[i] = parameters[i].grad;
        }

        return _gradients;
    }

    public void Scale(double factor)
    {
        using IDisposable grad = no_grad();
        using Scalar scalar = factor;
        foreach (Parameter parameter in parameters)
        {
            parameter.grad?.mul_(scalar);
        }
    }

    public void Save(ComponentState state)
    {
        state.Add("window", string.Create(CultureInfo.InvariantCulture, $"{Batches} {Rows} {LossSum:R} {FirstWeight:R} {Shares:R}{string.Concat(_parts.Select(p => string.Create(CultureInfo.InvariantCulture, $" {p:R}")))}"));
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
        (LossSum, FirstWeight, Shares, _parts) = (sums[0], sums[1], sums[2], sums[3..]);
        foreach ((string index, Tensor gradient) in state.Tensors)
        {
            Parameter parameter = parameters[int.Parse(index, CultureInfo.InvariantCulture)];
            using Tensor own = gradient.to(parameter.device, copy: true);
            parameter.grad = own;
        }
    }
}
