using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace AiInfra.Core.Rows;

/// <summary>Turns texts, as UTF-8 or strings, into codes, each text once. Bounded: beyond its limits it starts a new list, and earlier codes stay valid in the old one.</summary>
public sealed class TextPool
{
    /// <summary>The bytes are not UTF-8.</summary>
    public const int Invalid = -2;

    private const int MaxTexts = 1 << 16;
    private const int MaxBytes = 8 << 20;

    // Differs from pool to pool, so that no file can be made whose texts all collide. Codes do not depend on it.
    private readonly long _seed = Random.Shared.NextInt64();
    private int[] _slots = new int[256];
    private ulong[] _hashes = new ulong[128];
    private int[] _ends = new int[128];
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>The texts that the codes given since the last restart point to. Grows; is never shortened or reordered.</summary>
    public List<string> Texts { get; private set; } = [];

    /// <summary>Whether the next new text starts a new list. Ask before each batch, so that one batch's codes point into one list.</summary>
    public bool IsFull => Texts.Count >= MaxTexts || _length >= MaxBytes;

    /// <summary>Starts a new list when the old one is full, and says whether it did.</summary>
    public bool RenewWhenFull()
    {
        if (!IsFull)
        {
            return false;
        }

        Texts = [];
        _slots.AsSpan().Clear();
        _length = 0;
        return true;
    }

    /// <summary>The code of a text.</summary>
    public int Code(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most > 512 ? System.Buffers.ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> utf8 = rented ?? stackalloc byte[512];
        int written = Encoding.UTF8.GetBytes(text, utf8);
        int code = Code(utf8[..written], text);
        if (rented is not null)
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }

        return code;
    }

    /// <summary>The code of a text in UTF-8, or <see cref="Invalid"/>.</summary>
    public int Code(ReadOnlySpan<byte> utf8) => Code(utf8, null);

    private int Code(ReadOnlySpan<byte> utf8, string? text)
    {
        ulong hash = XxHash3.HashToUInt64(utf8, _seed);
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot] is not 0 and int taken)
        {
            int code = taken - 1;
            if (_hashes[code] == hash && Bytes(code).SequenceEqual(utf8))
            {
                return code;
            }

            slot = (slot + 1) & mask;
        }

        return text is null && !Utf8.IsValid(utf8) ? Invalid : Add(utf8, text ?? Encoding.UTF8.GetString(utf8), hash, slot);
    }

    private ReadOnlySpan<byte> Bytes(int code)
    {
        int start = code == 0 ? 0 : _ends[code - 1];
        return _bytes.AsSpan(start, _ends[code] - start);
    }

    private int Add(ReadOnlySpan<byte> utf8, string text, ulong hash, int slot)
    {
        int code = Texts.Count;
        if (code == _hashes.Length)
        {
            Array.Resize(ref _hashes, code * 2);
            Array.Resize(ref _ends, code * 2);
        }

        if (_bytes.Length - _length < utf8.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + utf8.Length));
        }

        utf8.CopyTo(_bytes.AsSpan(_length));
        _length += utf8.Length;
        _ends[code] = _length;
        _hashes[code] = hash;
        _slots[slot] = code + 1;
        Texts.Add(text);
        if (Texts.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return code;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int code = 0; code < Texts.Count; code++)
        {
            int slot = (int)_hashes[code] & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = code + 1;
        }
    }
}
