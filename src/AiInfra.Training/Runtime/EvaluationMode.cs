using static TorchSharp.torch;

namespace AiInfra.Training.Runtime;

/// <summary>Puts a module into evaluation mode. At the end each of its parts is in the mode in which it was: one that was kept from learning stays so.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly (nn.Module Module, bool Training)[] _modes;

    public EvaluationMode(nn.Module module)
    {
        _modes = [(module, module.training), .. module.named_modules().Select(m => (m.module, m.module.training))];
        module.eval();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // A module's mode goes to all in it, so those within come after.
        foreach ((nn.Module module, bool training) in _modes)
        {
            if (module.training != training)
            {
                module.train(training);
            }
        }
    }
}
