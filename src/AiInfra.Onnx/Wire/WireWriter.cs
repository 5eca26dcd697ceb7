using System.Buffers.Binary;
using System.Text;

namespace AiInfra.Onnx.Wire;

/// <summary>Writes protobuf fields. Two passes over the same calls: the first, without a stream, measures the messages; the second writes.</summary>
internal sealed class WireWriter(Stream? stream, List<long>? measured)
{
    private const int MaxDepth = 1000;
    private readonly List<long> _sizes = measured ?? [];
    private int _next;
    private long _length;
    private int _depth;

    public long Length => _length;

    public List<long> Sizes => _sizes;

    public void Varint(int field, long value)
    {
        Tag(field, 0);
        Raw((ulong)value);
    }

    /// <summary>A number that is left out when it is zero.</summary>
    public void NonZero(int field, long value)
    {
        if (value != 0)
        {
            Varint(field, value);
        }
    }

    public void Float(int field, float value)
    {
        Tag(field, 5);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Put(bytes);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Raw((ulong)value.Length);
        Put(value);
    }

    public void Text(int field, string value)
    {
        Tag(field, 2);
        int count = Encoding.UTF8.GetByteCount(value);
        Raw((ulong)count);
        if (stream is null)
        {
            _length += count;
        }
        else
        {
            Put(Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>Text that is left out when it is empty.</summary>
    public void NonEmpty(int field, string value)
    {
        if (value.Length > 0)
        {
            Text(field, value);
        }
    }

    public void Keep(UnknownFields unknown)
    {
        foreach (ReadOnlyMemory<byte> field in unknown.Fields)
        {
            Put(field.Span);
        }
    }

    /// <summary>Writes a message as a field.</summary>
    public void Message<T>(int field, T value, Action<WireWriter, T> body)
    {
        if (++_depth > MaxDepth)
        {
            throw new OnnxFormatException($"Messages lie more than {MaxDepth} deep in one another", "the model", "A graph holds itself, in an attribute of one of its nodes; take it out.");
        }

        Tag(field, 2);
        if (stream is null)
        {
            int index = _sizes.Count;
            _sizes.Add(0);
            long start = _length;
            body(this, value);
            _sizes[index] = _length - start;
            Raw((ulong)_sizes[index]);
        }
        else
        {
            Raw((ulong)_sizes[_next++]);
            body(this, value);
        }

        _depth--;
    }

    private void Tag(int field, int wireType) => Raw((ulong)((field << 3) | wireType));

    private void Raw(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int count = 0;
        while (value >= 0x80)
        {
            bytes[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[count++] = (byte)value;
        Put(bytes[..count]);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        stream?.Write(bytes);
    }
}
