using AiInfra.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>Puts the state of a training's parts into a checkpoint and back, without knowing them: tensors under NAME/TENSOR, texts under aiinfra.state.NAME/TEXT.</summary>
internal sealed class CheckpointKeeper(CheckpointOptions options, CheckpointStore store, MonitorMode mode)
{
    private const string PartsKey = "aiinfra.parts";
    private const string TextPrefix = "aiinfra.state.";

    public string Save(long step, double score, IReadOnlyList<IStateful> parts)
    {
        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { [PartsKey] = string.Join(',', parts.Select(p => p.StateName)) };
        foreach (IStateful part in parts)
        {
            var state = new ComponentState();
            part.Save(state);
            foreach ((string name, Tensor tensor) in state.Tensors)
            {
                tensors.Add($"{part.StateName}/{name}", tensor);
            }

            foreach ((string name, string text) in state.Texts)
            {
                texts.Add($"{TextPrefix}{part.StateName}/{name}", text);
            }
        }

        return store.Write(step, score, tensors, texts, options, mode == MonitorMode.Min).Path;
    }

    /// <summary>Gives the parts what the newest checkpoint holds of them. Null where there is none, otherwise its path.</summary>
    /// <exception cref="CheckpointException">It holds a part that the training lacks, or the other way round, or does not fit a part.</exception>
    public string? Load(IReadOnlyList<IStateful> parts)
    {
        if (store.ReadLatest() is not { } latest)
        {
            return null;
        }

        using TensorFileContent content = latest.Content;
        string path = latest.Info.Path;
        if (!content.Metadata.TryGetValue(PartsKey, out string? names))
        {
            throw new CheckpointException($"{path} holds no training's state; it was not written by a trainer.");
        }

        string[] held = names.Split(',');
        string[] missing = [.. parts.Select(p => p.StateName).Except(held, StringComparer.Ordinal)];
        string[] foreign = [.. held.Except(parts.Select(p => p.StateName), StringComparer.Ordinal)];
        if (missing.Length + foreign.Length > 0)
        {
            throw new CheckpointException(
                $"{path} is of a training with other parts. Missing there: {List(missing)}. There, but not in this training: {List(foreign)}. Use the options that it was written with, or another directory.");
        }

        foreach (IStateful part in parts)
        {
            part.Restore(Part(content, part.StateName, path));
        }

        return path;
    }

    private static ComponentState Part(TensorFileContent content, string name, string path)
    {
        var state = new ComponentState(path);
        foreach ((string key, Tensor tensor) in content.Tensors.Where(t => t.Key.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            state.Add(key[(name.Length + 1)..], tensor);
        }

        string prefix = $"{TextPrefix}{name}/";
        foreach ((string key, string text) in content.Metadata.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            state.Add(key[prefix.Length..], text);
        }

        return state;
    }

    private static string List(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);
}
