using System.Numerics;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>An order of numbers from 0 on that a seed decides, of which any place is computed alone: no list is held, and place 10^8 costs what place 0 does.</summary>
/// <remarks>An unbalanced Feistel network of six rounds over the smallest power of two that holds the numbers (Luby and Rackoff 1988; Schneier and Kelsey 1996), walked on while it leads beyond them (Black and Rogaway 2002). Up to 1,024 numbers, where such a network reaches too few orders, a list shuffled by Fisher and Yates. For shuffling; no cipher.</remarks>
public sealed class Permutation
{
    private const int Rounds = 6;
    private const int Listed = 1024;
    private readonly ulong[] _keys = new ulong[Rounds];
    private readonly int _lowBits;
    private readonly ulong _lowMask;
    private readonly ulong _highMask;
    private readonly short[]? _list;

    /// <summary>Makes an order.</summary>
    /// <param name="count">How many numbers, at least 1.</param>
    /// <param name="seed">The same seed gives the same order.</param>
    public Permutation(long count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        if (count <= Listed)
        {
            _list = Shuffled((short)count, seed);
            return;
        }

        int bits = Math.Max(2, 64 - BitOperations.LeadingZeroCount((ulong)(count - 1)));
        _lowBits = bits / 2;
        _lowMask = (1UL << _lowBits) - 1;
        _highMask = (1UL << (bits - _lowBits)) - 1;
        for (int i = 0; i < Rounds; i++)
        {
            _keys[i] = Seeds.Of(seed, i, count);
        }
    }

    /// <summary>How many numbers.</summary>
    public long Count { get; }

    /// <summary>The number at a place.</summary>
    /// <param name="place">From 0 to <see cref="Count"/> - 1.</param>
    public long this[long place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
            if (_list is { } list)
            {
                return list[place];
            }

            ulong number = (ulong)place;
            do
            {
                number = Once(number);
            }
            while (number >= (ulong)Count);
            return (long)number;
        }
    }

    /// <summary>The numbers of places that follow each other.</summary>
    public void Fill(long start, Span<long> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = this[start + i];
        }
    }

    private static short[] Shuffled(short count, long seed)
    {
        var list = new short[count];
        for (short i = 0; i < count; i++)
        {
            short at = (short)(Seeds.Of(seed, i, count) % (ulong)(i + 1));
            list[i] = list[at];
            list[at] = i;
        }

        return list;
    }

    private ulong Once(ulong number)
    {
        ulong low = number & _lowMask, high = number >> _lowBits;
        ReadOnlySpan<ulong> keys = _keys;
        for (int i = 0; i < Rounds; i += 2)
        {
            high ^= Mix(low + keys[i]) & _highMask;
            low ^= Mix(high + keys[i + 1]) & _lowMask;
        }

        return (high << _lowBits) | low;
    }

    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93UL;
        return value ^ (value >> 32);
    }
}
