using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AiInfra.Onnx.Wire;

/// <summary>Reads a tensor, whichever of its data fields is used, into raw bytes.</summary>
internal static class TensorReader
{
    private const string Advice = "The file is damaged or was written wrongly; export the model again.";

    public static OnnxTensor Read(WireReader r)
    {
        var tensor = new OnnxTensor();
        var dims = new List<long>();
        var integers = new List<long>();
        var texts = new List<string>();
        var external = new List<KeyValuePair<string, string>>();
        ReadOnlyMemory<byte>? raw = null;
        ReadOnlyMemory<byte> floats = default;
        int dataFields = 0;
        bool elsewhere = false;
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: r.Varints(dims); break;
                case 2: tensor.ElementType = (OnnxElementType)r.Enum(); break;
                case 4: dataFields |= 1; floats = Joined(floats, r.Fixed(4)); break;
                case 10: dataFields |= 2; floats = Joined(floats, r.Fixed(8)); break;
                case 5: dataFields |= 4; r.Varints(integers); break;
                case 7: dataFields |= 8; r.Varints(integers); break;
                case 11: dataFields |= 16; r.Varints(integers); break;
                case 6: dataFields |= 32; texts.Add(r.Text()); break;
                case 8: tensor.Name = r.Text(); break;
                case 9: dataFields |= 64; raw = r.Bytes(); break;
                case 12: tensor.DocString = r.Text(); break;
                case 13: external.Add(ModelReader.Entry(r.Message("external_data", external.Count))); break;
                case 14:
                    int place = r.Enum();
                    elsewhere = place is 0 or 1 ? place == 1 : throw r.State.Fail($"A tensor's data lie in a place of kind {place}, which is not known", Advice);
                    break;
                default: tensor.Unknown = r.Keep(tensor.Unknown); break;
            }
        }

        if (dims.Count > 1000)
        {
            throw r.State.Fail($"Tensor '{tensor.Name}' has {dims.Count} dimensions", Advice);
        }

        if (int.PopCount(dataFields) > 1)
        {
            throw r.State.Fail($"Tensor '{tensor.Name}' fills more than one of its data fields", Advice);
        }

        tensor.Dims = dims.ToArray();
        tensor.Texts = texts.ToArray();
        tensor.External = elsewhere ? ExternalDataFile.Parse(external, r.State) : null;
        tensor.Data = raw ?? (integers.Count > 0 ? Packed(integers, tensor.ElementType, r.State) : floats);
        if (dataFields is 1 or 2 && OnnxElementTypes.BitsOf(tensor.ElementType) % 32 != 0)
        {
            throw r.State.Fail($"Tensor '{tensor.Name}' of {tensor.ElementType} keeps its data in a field for floats", Advice);
        }

        if (TensorSize.Problem(tensor) is { } problem)
        {
            throw r.State.Fail($"{problem}, in tensor '{tensor.Name}'", Advice);
        }

        r.Leave();
        return tensor;
    }

    private static ReadOnlyMemory<byte> Joined(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        if (first.IsEmpty)
        {
            return second;
        }

        // Unpacked values come one by one: grow by doubling over an array that only this reader knows.
        if (MemoryMarshal.TryGetArray(first, out ArraySegment<byte> own) && own.Offset == 0
            && own.Array is { } array && array.Length - own.Count >= second.Length && array.Length > own.Count)
        {
            second.CopyTo(array.AsMemory(own.Count));
            return array.AsMemory(0, own.Count + second.Length);
        }

        var grown = new byte[checked(Math.Max(64, (first.Length + second.Length) * 2))];
        first.CopyTo(grown);
        second.CopyTo(grown.AsMemory(first.Length));
        return grown.AsMemory(0, first.Length + second.Length);
    }

    private static byte[] Packed(List<long> values, OnnxElementType type, ReadState state)
    {
        int bits = OnnxElementTypes.BitsOf(type);
        if (bits is 0 or > 64)
        {
            throw state.Fail($"A tensor of {type} keeps its data in a field for integers", Advice);
        }

        // Elements under 8 bits are packed already: each integer is one byte.
        int size = Math.Max(8, bits) / 8;
        var data = new byte[checked(values.Count * size)];
        Span<byte> element = stackalloc byte[8];
        for (int i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(element, values[i]);
            element[..size].CopyTo(data.AsSpan(i * size));
        }

        return data;
    }
}
