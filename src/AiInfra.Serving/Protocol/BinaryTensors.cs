using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>Tensors as bytes, as the protocol has them behind JSON (the binary tensor extension) and in messages: little-endian, row-major, packed; texts as a uint32 length and UTF-8 each.</summary>
public static class BinaryTensors
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a tensor. No shape gets memory that the bytes do not fill.</summary>
    /// <param name="bytes">The bytes of this tensor alone.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="input">Name of the input, for messages.</param>
    /// <exception cref="ProtocolException">The bytes are not those of such a tensor.</exception>
    public static TensorData Read(ReadOnlySpan<byte> bytes, TensorType type, ReadOnlySpan<long> shape, string input) => Read(bytes, type, shape, new InputPlace(input, 0));

    internal static TensorData Read(ReadOnlySpan<byte> bytes, TensorType type, ReadOnlySpan<long> shape, InputPlace place)
    {
        // A text takes four bytes at least, so that no shape gets memory that the bytes do not fill.
        long size = type == TensorType.String ? 4 : type.ElementSize();
        long most = bytes.Length / size;
        long count = 1;
        foreach (long dim in shape)
        {
            count = dim > 0 && count > most / dim ? long.MaxValue : count * dim;
            count = count < 0 ? long.MaxValue : count;
        }

        if (type == TensorType.String ? count > most : count != most || bytes.Length % size != 0)
        {
            throw place.Expected($"bytes of {type.ProtocolName()}[{string.Join(",", shape.ToArray())}]", $"{bytes.Length} bytes");
        }

        TensorData tensor = TensorData.Create(type, shape);
        if (type == TensorType.String)
        {
            ReadText(bytes, tensor.Span<string>(), place);
            return tensor;
        }

        bytes.CopyTo(tensor.Bytes);
        if (type == TensorType.Boolean && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw place.Expected("bytes 0 and 1 as BOOL", "others");
        }

        return tensor;
    }

    /// <summary>Bytes that <see cref="Write"/> will write.</summary>
    public static int Size(TensorData tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Type != TensorType.String)
        {
            return tensor.Count * tensor.Type.ElementSize();
        }

        long size = 0;
        foreach (string? text in tensor.Span<string?>())
        {
            size += 4 + Encoding.UTF8.GetByteCount(text ?? "");
        }

        return checked((int)size);
    }

    /// <summary>Writes a tensor; a missing text as an empty one.</summary>
    public static void Write(TensorData tensor, IBufferWriter<byte> to)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(to);
        if (tensor.Type != TensorType.String)
        {
            to.Write(tensor.Bytes);
            return;
        }

        foreach (string? text in tensor.Span<string?>())
        {
            Span<byte> length = to.GetSpan(4);
            BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(text ?? ""));
            to.Advance(4);
            Encoding.UTF8.GetBytes(text ?? "", to);
        }
    }

    private static void ReadText(ReadOnlySpan<byte> bytes, Span<string> to, InputPlace place)
    {
        for (int i = 0; i < to.Length; i++)
        {
            uint length = bytes.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : uint.MaxValue;
            if (length > (uint)Math.Max(0, bytes.Length - 4) || bytes.Length < 4)
            {
                throw place.Expected($"a length and as many bytes for text {i}", "fewer bytes");
            }

            to[i] = Decode(bytes.Slice(4, (int)length), place, i);
            bytes = bytes[(4 + (int)length)..];
        }

        if (!bytes.IsEmpty)
        {
            throw place.Expected($"{to.Length} texts", $"{bytes.Length} bytes more");
        }
    }

    private static string Decode(ReadOnlySpan<byte> utf8, InputPlace place, int index)
    {
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new ProtocolException($"Expected UTF-8 as text {index}, as ONNX strings are ({place}).", e);
        }
    }
}
