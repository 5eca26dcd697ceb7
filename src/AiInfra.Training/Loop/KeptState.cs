using AiInfra.Training.Checkpoints;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>What a trial changes and gives back: weights, buffers, modes and device of the modules, what schedules remember, libtorch's generator.</summary>
internal sealed class KeptState : IDisposable
{
    private readonly nn.Module _module;
    private readonly Dictionary<string, Tensor> _tensors;
    private readonly (nn.Module Module, bool Training)[] _modes;
    private readonly (IObservingSchedule Schedule, string? State)[] _schedules;
    private readonly Tensor _generator;
    private readonly Device? _device;

    public KeptState(nn.Module module, IEnumerable<ILearningRateSchedule> schedules)
    {
        _module = module;
        _tensors = ModuleState.Copy(module);
        _modes = [.. module.modules().Append(module).Select(m => (m, m.training))];
        _schedules = [.. schedules.OfType<IObservingSchedule>().Select(s => (s, s.State))];
        _device = module.parameters().FirstOrDefault()?.device;
        lock (Libtorch.Generator)
        {
            _generator = get_rng_state().DetachFromDisposeScope();
        }
    }

    public void PutBack()
    {
        if (_device is not null)
        {
            _module.to(_device);
        }

        ModuleState.Restore(_module, _tensors, "What was kept before the trial");
        foreach (TorchSharp.Modules.Parameter parameter in _module.parameters())
        {
            parameter.grad = null;
        }

        foreach ((nn.Module module, bool training) in _modes)
        {
            module.train(training);
        }

        foreach ((IObservingSchedule schedule, string? state) in _schedules)
        {
            schedule.State = state;
        }

        lock (Libtorch.Generator)
        {
            set_rng_state(_generator);
        }
    }

    public void Dispose()
    {
        _generator.Dispose();
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
