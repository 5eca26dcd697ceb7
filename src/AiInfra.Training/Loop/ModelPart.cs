using AiInfra.Training.Checkpoints;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>The module's parameters and buffers in a checkpoint.</summary>
internal sealed class ModelPart(nn.Module module) : IStateful
{
    public string StateName => "model";

    public void Save(ComponentState state)
    {
        foreach ((string name, Tensor tensor) in ModuleState.Of(module))
        {
            state.Add(name, tensor);
        }
    }

    public void Restore(ComponentState state) => ModuleState.Restore(module, state.Tensors, state.Source);
}
