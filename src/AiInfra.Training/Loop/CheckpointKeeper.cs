using System.Text.Json;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>Puts a training's whole state into a checkpoint and back: weights, buffers, optimizer, waiting gradients, best weights, generator, counters.</summary>
internal sealed class CheckpointKeeper(CheckpointOptions options, CheckpointStore store, TrainerOptions trainer)
{
    private const string StateKey = "aiinfra.trainer";

    public string Save(TrainerState state, nn.Module module, StepRunner runner, IReadOnlyDictionary<string, Tensor>? best)
    {
        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["rng/cpu"] = get_rng_state() };
        Add(tensors, "model/", ModuleState.Of(module));
        Add(tensors, "best/", best ?? new Dictionary<string, Tensor>());
        if (state.OpenBatches > 0)
        {
            for (int i = 0; i < runner.Parameters.Count; i++)
            {
                if (runner.Parameters[i].grad is { } gradient)
                {
                    tensors[$"grad/{i}"] = gradient;
                }
            }
        }

        using (var buffer = new SegmentedStream())
        {
            using var writer = new BinaryWriter(buffer);
            runner.Optimizer.save_state_dict(writer);
            writer.Flush();
            foreach ((int index, byte[] segment) in buffer.Segments().Index())
            {
                tensors[$"optimizer/{index:D6}"] = tensor(segment, ScalarType.Byte);
            }
        }

        return store.Write(
            state.Step, state.LastScore, tensors, new Dictionary<string, string> { [StateKey] = state.ToJson() }, options, trainer.MonitorMode == MonitorMode.Min).Path;
    }

    /// <summary>The newest checkpoint's state, with the tensors put where they belong; null where there is none.</summary>
    public (TrainerState State, Dictionary<string, Tensor>? Best)? Load(nn.Module module, StepRunner runner)
    {
        if (store.ReadLatest() is not { } latest)
        {
            return null;
        }

        using TensorFileContent content = latest.Content;
        string path = latest.Info.Path;
        TrainerState state = Parse(content, path);
        if (state.AccumulateBatches != trainer.AccumulateBatches && state.OpenBatches >= trainer.AccumulateBatches)
        {
            throw new CheckpointException($"{path} was written amid a step of {state.AccumulateBatches} batches; AccumulateBatches is {trainer.AccumulateBatches} now.");
        }

        ModuleState.Restore(module, Part(content, "model/"), path);
        RestoreOptimizer(content, runner, path);
        foreach ((string index, Tensor gradient) in Part(content, "grad/"))
        {
            Parameter parameter = runner.Parameters[int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)];
            using Tensor own = gradient.to(parameter.device, copy: true);
            parameter.grad = own;
        }

        lock (Libtorch.Generator)
        {
            set_rng_state(content.Tensors["rng/cpu"]);
        }

        Dictionary<string, Tensor> best = Part(content, "best/");
        return (state, best.Count == 0 ? null : best.ToDictionary(b => b.Key, b => b.Value.clone().DetachFromDisposeScope(), StringComparer.Ordinal));
    }

    private static TrainerState Parse(TensorFileContent content, string path)
    {
        try
        {
            return content.Metadata.TryGetValue(StateKey, out string? json) && content.Tensors.ContainsKey("optimizer/000000") && content.Tensors.ContainsKey("rng/cpu")
                ? TrainerState.FromJson(json)
                : throw new CheckpointException($"{path} holds no training's state; it was not written by a trainer.");
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"The state in {path} can't be read: {e.Message}", e);
        }
    }

    private static void RestoreOptimizer(TensorFileContent content, StepRunner runner, string path)
    {
        try
        {
            using var reader = new BinaryReader(new SegmentedStream(Part(content, "optimizer/").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value.bytes.ToArray())));
            runner.Optimizer.load_state_dict(reader);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidDataException)
        {
            throw new CheckpointException($"The optimizer in {path} does not fit that of the training: {e.Message}", e);
        }
    }

    private static void Add(Dictionary<string, Tensor> to, string prefix, IReadOnlyDictionary<string, Tensor> from)
    {
        foreach ((string name, Tensor tensor) in from)
        {
            to[prefix + name] = tensor;
        }
    }

    private static Dictionary<string, Tensor> Part(TensorFileContent content, string prefix) => content.Tensors
        .Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(t => t.Key[prefix.Length..], t => t.Value, StringComparer.Ordinal);
}
