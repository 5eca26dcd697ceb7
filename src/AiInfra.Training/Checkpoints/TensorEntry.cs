using System.Text.Json;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>A tensor as a safetensors header lists it.</summary>
internal sealed record TensorEntry(string Name, ScalarType Type, int ElementBytes, long[] Shape, long Start, long End)
{
    public static TensorEntry Parse(JsonProperty property)
    {
        JsonElement value = property.Value;
        string type = value.GetProperty("dtype").GetString() ?? "";
        (ScalarType Type, int Bytes) known = TensorTypes.Of(type) ?? throw new FormatException($"tensor '{property.Name}' has the type '{type}', which is not known");
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
        JsonElement offsets = value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2 || Array.Exists(shape, d => d < 0))
        {
            throw new FormatException($"tensor '{property.Name}' has no proper shape or offsets");
        }

        return new TensorEntry(property.Name, known.Type, known.Bytes, shape, offsets[0].GetInt64(), offsets[1].GetInt64());
    }

    /// <summary>The entries must fill the data from start to end without hole or overlap, under different names.</summary>
    public static void Check(IReadOnlyList<TensorEntry> entries, long dataBytes)
    {
        long at = 0;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (TensorEntry entry in entries)
        {
            long bytes = entry.ElementBytes;
            foreach (long dimension in entry.Shape)
            {
                bytes = checked(bytes * dimension);
            }

            if (!names.Add(entry.Name))
            {
                throw new FormatException($"tensor '{entry.Name}' is listed twice");
            }

            if (entry.Start != at || entry.End - entry.Start != bytes)
            {
                throw new FormatException($"tensor '{entry.Name}' should lie at {at} to {at + bytes}, but is listed at {entry.Start} to {entry.End}");
            }

            at = entry.End;
        }

        if (at != dataBytes)
        {
            throw new FormatException($"its tensors need {at} bytes, {dataBytes} are there");
        }
    }
}
