using System.Buffers.Binary;
using System.Text;

namespace AiInfra.Onnx.Wire;

/// <summary>Reads the fields of one protobuf message from memory, without copying. Every length is checked against what is there.</summary>
internal ref struct WireReader(ReadOnlyMemory<byte> memory, ReadState state)
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;
    private const string Damaged = "The file is damaged or not an ONNX model; get it again from its source.";
    private static readonly UTF8Encoding Utf8 = new(false, true);

    private readonly ReadOnlySpan<byte> _span = memory.Span;
    private int _position;
    private int _fieldStart;
    private int _wireType;

    public int Field { get; private set; }

    public readonly ReadState State => state;

    public bool Next()
    {
        if (_position == _span.Length)
        {
            return false;
        }

        _fieldStart = _position;
        ulong tag = RawVarint();
        Field = (int)(tag >> 3);
        _wireType = (int)(tag & 7);
        if (tag > uint.MaxValue || Field == 0 || _wireType is 3 or 4 or 6 or 7)
        {
            throw state.Fail($"Byte {_fieldStart} of this message starts no field (tag {tag})", Damaged);
        }

        return true;
    }

    public long Varint()
    {
        Expect(VarintType, "a varint");
        return (long)RawVarint();
    }

    /// <summary>A value of an enumeration: protobuf keeps the lower 32 bits.</summary>
    public int Enum() => unchecked((int)Varint());

    /// <summary>Enters a message that may stand there once.</summary>
    public WireReader Single(object? before, string name)
    {
        state.Once(before, name);
        return Message(name);
    }

    public float Float()
    {
        Expect(Fixed32Type, "a 32-bit float");
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4).Span);
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        Expect(BytesType, "bytes");
        return RawBytes();
    }

    public string Text()
    {
        ReadOnlyMemory<byte> bytes = Bytes();
        try
        {
            return Utf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw state.Fail($"Field {Field} is not UTF-8 text", Damaged, e);
        }
    }

    /// <summary>Enters the message in this field; who reads it calls <see cref="Leave"/> at its end.</summary>
    public WireReader Message(string name, int index = -1)
    {
        ReadOnlyMemory<byte> body = Bytes();
        state.Enter(name, index);
        return new WireReader(body, state);
    }

    public readonly void Leave() => state.Leave();

    /// <summary>Integers of a repeated field, packed or not.</summary>
    public void Varints(List<long> into)
    {
        if (_wireType == VarintType)
        {
            into.Add((long)RawVarint());
            return;
        }

        var packed = new WireReader(Bytes(), state);
        while (packed._position < packed._span.Length)
        {
            into.Add((long)packed.RawVarint());
        }
    }

    /// <summary>Little-endian numbers of 4 or 8 bytes of a repeated field, packed or not, as their bytes.</summary>
    public ReadOnlyMemory<byte> Fixed(int size)
    {
        if (_wireType == (size == 4 ? Fixed32Type : Fixed64Type))
        {
            return Take(size);
        }

        ReadOnlyMemory<byte> packed = Bytes();
        return packed.Length % size == 0 ? packed : throw state.Fail($"Field {Field} holds {packed.Length} bytes, which is no multiple of {size}", Damaged);
    }

    public UnknownFields Keep(UnknownFields unknown)
    {
        switch (_wireType)
        {
            case VarintType: RawVarint(); break;
            case Fixed64Type: Take(8); break;
            case Fixed32Type: Take(4); break;
            default: RawBytes(); break;
        }

        return unknown.With(memory[_fieldStart.._position]);
    }

    private readonly void Expect(int wireType, string what)
    {
        if (_wireType != wireType)
        {
            throw state.Fail($"Field {Field} should be {what} (wire type {wireType}), the file has wire type {_wireType}", Damaged);
        }
    }

    private ReadOnlyMemory<byte> RawBytes()
    {
        ulong length = RawVarint();
        return length <= (ulong)(_span.Length - _position)
            ? Take((int)length)
            : throw state.Fail($"Field {Field} claims {length} bytes where {_span.Length - _position} are left", "The file is truncated or damaged; get it again from its source.");
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _span.Length - _position)
        {
            throw state.Fail($"Field {Field} needs {count} bytes where {_span.Length - _position} are left", "The file is truncated or damaged; get it again from its source.");
        }

        ReadOnlyMemory<byte> taken = memory.Slice(_position, count);
        _position += count;
        return taken;
    }

    private ulong RawVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70 && _position < _span.Length; shift += 7)
        {
            byte next = _span[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw state.Fail($"The number that starts near byte {_fieldStart} of this message does not end", "The file is truncated or damaged; get it again from its source.");
    }
}
