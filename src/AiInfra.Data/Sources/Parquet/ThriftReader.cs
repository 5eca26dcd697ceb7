using System.Text;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>Reads Thrift's compact protocol, as footers and page headers of Parquet are written in. Never beyond the bytes there are, never deeper than they can be.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;

    /// <summary>Kinds of fields: 1 true, 2 false, 3 byte, 4 to 6 integers, 7 double, 8 binary, 9 list, 10 set, 11 map, 12 struct.</summary>
    public const int True = 1, False = 2, Byte = 3, I16 = 4, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12;

    public int Position { get; private set; }

    /// <summary>The next field of a struct; false at its end.</summary>
    public bool Field(ref int id, out int kind)
    {
        int head = Next();
        kind = head & 15;
        if (head == 0)
        {
            return false;
        }

        id = (head >> 4) is > 0 and int delta ? id + delta : (int)Integer();
        return true;
    }

    /// <summary>An integer of any width.</summary>
    public long Integer()
    {
        ulong n = Unsigned();
        return (long)(n >> 1) ^ -(long)(n & 1);
    }

    /// <summary>An integer of one byte.</summary>
    public int Small() => (sbyte)Next();

    public string Text()
    {
        ReadOnlySpan<byte> text = Bytes();
        return Encoding.UTF8.GetString(text);
    }

    public ReadOnlySpan<byte> Bytes()
    {
        ulong length = Unsigned();
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw new InvalidDataException($"a text or list of {length:N0} bytes is announced where {_bytes.Length - Position:N0} are left");
        }

        ReadOnlySpan<byte> value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    /// <summary>How many elements a list has, and of which kind. Every element takes a byte at least.</summary>
    public int ListOf(out int kind)
    {
        int head = Next();
        kind = head & 15;
        ulong count = head >> 4 == 15 ? Unsigned() : (ulong)(head >> 4);
        return count <= (ulong)(_bytes.Length - Position)
            ? (int)count
            : throw new InvalidDataException($"a list of {count:N0} elements is announced where {_bytes.Length - Position:N0} bytes are left");
    }

    public void Skip(int kind)
    {
        if (++_depth > MaxDepth)
        {
            throw new InvalidDataException($"it is nested more than {MaxDepth} deep");
        }

        switch (kind)
        {
            case True or False: break;
            case Byte: Next(); break;
            case >= I16 and <= I64: Unsigned(); break;
            case Double: Take(8); break;
            case Binary: Bytes(); break;
            case List or Set:
                int count = ListOf(out int of);
                for (int i = 0; i < count; i++)
                {
                    SkipElement(of);
                }

                break;
            case Map:
                ulong pairs = Unsigned();
                int kinds = pairs == 0 ? 0 : Next();
                for (ulong i = 0; i < pairs; i++)
                {
                    SkipElement(kinds >> 4);
                    SkipElement(kinds & 15);
                }

                break;
            case Struct:
                int id = 0;
                while (Field(ref id, out int field))
                {
                    Skip(field);
                }

                break;
            default: throw new InvalidDataException($"a field of the unknown kind {kind} stands at byte {Position:N0}");
        }

        _depth--;
    }

    private void SkipElement(int kind)
    {
        // Within lists a boolean is a byte, not a part of the field's head.
        if (kind is True or False)
        {
            Next();
        }
        else
        {
            Skip(kind);
        }
    }

    private void Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new InvalidDataException("it ends in the middle");
        }

        Position += count;
    }

    private ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            int b = Next();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException($"an integer of more than 64 bits stands at byte {Position:N0}");
    }

    private int Next() => Position < _bytes.Length ? _bytes[Position++] : throw new InvalidDataException("it ends in the middle");
}
