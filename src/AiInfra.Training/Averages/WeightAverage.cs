using System.Globalization;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Averages;

/// <summary>An average of a module's weights and buffers beside them. It can change places with them.</summary>
internal abstract class WeightAverage : IStateful, IDisposable
{
    private readonly List<(string Name, Tensor Own, Tensor Average, bool Averaged)> _tensors = [];
    private bool _swapped;

    protected WeightAverage(nn.Module module, bool buffers)
    {
        using IDisposable grad = no_grad();
        var parameters = module.named_parameters().Select(p => p.name).ToHashSet(StringComparer.Ordinal);
        foreach ((string name, Tensor own) in ModuleState.Of(module))
        {
            bool averaged = own.is_floating_point() && (buffers || parameters.Contains(name));
            _tensors.Add((name, own, own.detach().clone().DetachFromDisposeScope(), averaged));
        }
    }

    public abstract string StateName { get; }

    /// <summary>Weights that are in the average.</summary>
    public long Count { get; private set; }

    /// <summary>Whether there is an average to use.</summary>
    public bool IsUsed => Count > 0;

    /// <summary>Hears of a step that was done.</summary>
    public abstract void AfterStep(long stepsDone, long totalSteps);

    /// <summary>Hears of the end of an epoch, and of the training's last step.</summary>
    public abstract void AfterEpoch(long stepsDone, long totalSteps);

    /// <summary>Puts the average in the module's place and the module's weights aside, or back.</summary>
    public void Swap()
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((_, Tensor own, Tensor average, _) in _tensors)
        {
            Tensor aside = own.clone();
            own.copy_(average);
            average.copy_(aside);
        }

        _swapped = !_swapped;
    }

    public virtual void Save(ComponentState state)
    {
        if (_swapped)
        {
            throw new InvalidOperationException("The average stands in the module's place; a checkpoint would take one for the other.");
        }

        state.Add("count", Count.ToString(CultureInfo.InvariantCulture));
        foreach ((string name, _, Tensor average, _) in _tensors)
        {
            state.Add(name, average);
        }
    }

    public virtual void Restore(ComponentState state)
    {
        using IDisposable grad = no_grad();
        Count = long.Parse(state.Text("count"), CultureInfo.InvariantCulture);
        foreach ((string name, _, Tensor average, _) in _tensors)
        {
            average.copy_(state.Tensor(name));
        }
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _tensors.ForEach(t => t.Average.Dispose());
    }

    /// <summary>Takes the module's weights in: of the average so far, a share is kept. The first ones are the average.</summary>
    protected void Add(double keep)
    {
        using IDisposable grad = no_grad();
        bool first = Count++ == 0;
        foreach ((_, Tensor own, Tensor average, bool averaged) in _tensors)
        {
            if (first || !averaged)
            {
                average.copy_(own);
            }
            else if (GradientKernel.IsPlain(own))
            {
                GradientKernel.Average(average.bytes, own.bytes, keep);
            }
            else
            {
                using Scalar old = keep, rest = 1 - keep;
                average.mul_(old).add_(own, rest);
            }
        }
    }
}
