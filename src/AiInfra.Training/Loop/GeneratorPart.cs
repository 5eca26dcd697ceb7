using AiInfra.Training.Checkpoints;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>The state of libtorch's generator on the CPU, for callbacks that draw from it: steps seed it anew.</summary>
internal sealed class GeneratorPart : IStateful
{
    public string StateName => "generator";

    public void Save(ComponentState state) => state.Add("cpu", get_rng_state());

    public void Restore(ComponentState state)
    {
        lock (Libtorch.Generator)
        {
            set_rng_state(state.Tensor("cpu"));
        }
    }
}
