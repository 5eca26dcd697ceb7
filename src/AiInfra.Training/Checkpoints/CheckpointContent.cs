using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>What goes into a checkpoint.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Epochs done in full.</param>
/// <param name="Score">The monitored figure of these weights; null where they were not validated.</param>
/// <param name="Tensors">Tensors by name.</param>
/// <param name="Texts">Texts by name.</param>
internal sealed record CheckpointContent(long Step, long Epoch, double? Score, IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Texts);
