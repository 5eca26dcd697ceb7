using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace AiInfra.Training.Tests.Checkpoints;

/// <summary>A reader of the format written from its text alone, to judge ours by: plain, slow, and of whole files in memory.</summary>
internal static class PlainSafetensors
{
    private static readonly Dictionary<string, int> s_bits = new()
    {
        ["BOOL"] = 8, ["U8"] = 8, ["I8"] = 8, ["F8_E5M2"] = 8, ["F8_E4M3"] = 8, ["F8_E8M0"] = 8, ["F8_E4M3FNUZ"] = 8, ["F8_E5M2FNUZ"] = 8,
        ["I16"] = 16, ["U16"] = 16, ["F16"] = 16, ["BF16"] = 16, ["I32"] = 32, ["U32"] = 32, ["F32"] = 32,
        ["C64"] = 64, ["F64"] = 64, ["I64"] = 64, ["U64"] = 64,
    };

    /// <summary>The tensors by name, or null where the file breaks a rule.</summary>
    public static Dictionary<string, (string Type, long[] Shape, byte[] Data)>? Read(byte[] file)
    {
        try
        {
            ulong length = file.Length < 8 ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(file);
            if (length > 100_000_000 || length > (ulong)file.Length - 8)
            {
                return null;
            }

            byte[] header = file[8..(8 + (int)length)], data = file[(8 + (int)length)..];
            if (header is not [(byte)'{', ..])
            {
                return null;
            }

            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(header);
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var found = new Dictionary<string, (string Type, long[] Shape, byte[] Data)>();
            var spans = new List<(long Start, long End)>();
            foreach (JsonProperty entry in json.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__")
                {
                    if (entry.Value.EnumerateObject().Any(t => t.Value.ValueKind != JsonValueKind.String || t.Value.GetString() is null))
                    {
                        return null;
                    }

                    continue;
                }

                string type = entry.Value.GetProperty("dtype").GetString()!;
                long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())];
                long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64())];
                Int128 elements = shape.Aggregate((Int128)1, (a, b) => checked(a * b));
                if (shape.Any(n => n < 0) || offsets.Length != 2 || offsets[0] < 0 || offsets[1] > data.Length || elements * s_bits[type] != 8 * ((Int128)offsets[1] - offsets[0]))
                {
                    return null;
                }

                spans.Add((offsets[0], offsets[1]));
                found.Add(entry.Name, (type, shape, data[(int)offsets[0]..(int)offsets[1]]));
            }

            long at = 0;
            foreach ((long start, long end) in spans.Order())
            {
                if (start != at)
                {
                    return null;
                }

                at = end;
            }

            return at == data.Length ? found : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }
}
