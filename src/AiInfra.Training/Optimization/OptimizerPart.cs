using AiInfra.Training.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Optimization;

/// <summary>An optimizer's state in TorchSharp's own bytes, as it has no names; our AdamW gives its tensors as they are, so that they are copied once.</summary>
internal sealed class OptimizerPart(string name, OptimizerHelper optimizer) : IStateful
{
    public string StateName => name;

    public void Save(ComponentState state)
    {
        if (optimizer is FusedAdamW own)
        {
            own.Save(state);
            return;
        }

        using var buffer = new SegmentedStream();
        using var writer = new BinaryWriter(buffer);
        optimizer.save_state_dict(writer);
        writer.Flush();
        foreach ((int index, byte[] segment) in buffer.Segments().Index())
        {
            state.Add($"{index:D6}", tensor(segment, ScalarType.Byte));
        }
    }

    public void Restore(ComponentState state)
    {
        if (optimizer is FusedAdamW own)
        {
            own.Restore(state);
            return;
        }

        try
        {
            using var reader = new BinaryReader(new SegmentedStream(state.Tensors.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value.bytes.ToArray())));
            optimizer.load_state_dict(reader);
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidDataException)
        {
            throw new CheckpointException($"The optimizer in {state.Source} does not fit that of the training, {optimizer.GetType().Name}: {Words(e)}", e);
        }
    }

    /// <summary>What TorchSharp says; where it takes the bytes of another format for an optimizer's name, that is no word, or it runs out of them.</summary>
    private static string Words(Exception e) =>
        e is EndOfStreamException || e.Message.StartsWith("Mismatched optimizer type", StringComparison.Ordinal) || e.Message.Any(c => char.IsControl(c) || c == '\uFFFD')
            ? "it was written by an optimizer of another kind" : e.Message;
}
