using System.Runtime.InteropServices;

namespace AiInfra.Serving.Runtimes;

/// <summary>One input or output of a <see cref="ModelSlot"/>: memory that is kept from call to call and grows when it must.</summary>
/// <remarks>Numbers live in pinned memory, aligned to 64 bytes, that native code reads and writes in place. Not thread-safe.</remarks>
public sealed class SlotTensor
{
    private const int Alignment = 64;
    private long[] _shape;
    private readonly int _elementSize;
    private byte[] _buffer = [];
    private string?[] _text = [];
    private int _offset;
    private int _capacity;

    internal SlotTensor(TensorSpec spec)
    {
        Spec = spec;
        _elementSize = spec.Type.ElementSize();
        _shape = spec.HasRank ? [.. spec.Shape] : [-1];
        if (!_shape.AsSpan().ContainsAnyInRange(long.MinValue, -1))
        {
            Reserve(TensorData.CountOf(_shape));
        }
    }

    /// <summary>Name, type and declared shape.</summary>
    public TensorSpec Spec { get; }

    /// <summary>The shape of the present call.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Elements of the present call.</summary>
    public int Count { get; private set; }

    /// <summary>Elements of one row: <see cref="Count"/> over the first dimension.</summary>
    public int RowWidth => _shape.Length == 0 || _shape[0] == 0 ? 0 : Count / (int)_shape[0];

    /// <summary>The texts of a string tensor; null counts as "".</summary>
    public Span<string?> Text => Spec.Type == TensorType.String ? _text.AsSpan(0, Count) : throw Mismatch(typeof(string));

    /// <summary>All elements as bytes. Empty for strings.</summary>
    public Span<byte> Bytes => _buffer.AsSpan(_offset, Count * _elementSize);

    /// <summary>Counts how often the memory moved; what was bound to the old address is then invalid.</summary>
    internal int Generation { get; private set; }

    internal IntPtr Address => Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, _offset);

    /// <summary>The elements, in row-major order.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the element's .NET type.</exception>
    public Span<T> Span<T>()
        where T : unmanaged =>
        Spec.Type.Holds<T>() ? MemoryMarshal.Cast<byte, T>(Bytes) : throw Mismatch(typeof(T));

    /// <summary>Gives the tensor a shape; elements are undefined until written. The rank cannot change where it is declared.</summary>
    /// <exception cref="InferenceRequestException">The rank differs from the declared one, or the shape is impossible.</exception>
    public void Resize(ReadOnlySpan<long> shape)
    {
        if (Spec.HasRank && shape.Length != Spec.Dims.Length)
        {
            throw new InferenceRequestException(Spec.Name, $"{Spec.Dims.Length} dimensions", $"shape [{TensorData.Text(shape)}]");
        }

        Become(shape);
    }

    /// <summary>Takes the shape that a run gave, whatever was declared.</summary>
    internal void Become(ReadOnlySpan<long> shape)
    {
        if (!shape.SequenceEqual(_shape) || Count == 0)
        {
            int count = TensorData.CountOf(shape);
            if (shape.Length == _shape.Length)
            {
                shape.CopyTo(_shape);
            }
            else
            {
                _shape = shape.ToArray();
            }

            Reserve(count);
        }
    }

    internal void SetRows(int rows, int rowWidth)
    {
        _shape[0] = rows;
        Reserve((long)rows * rowWidth);
    }

    private void Reserve(long count)
    {
        if (count > _capacity)
        {
            // Without elements until there is memory for them.
            Count = 0;
            Grow(count);
        }

        Count = (int)count;
    }

    private void Grow(long count)
    {
        int most = _elementSize == 0 ? Array.MaxLength : (Array.MaxLength - Alignment) / _elementSize;
        if (count > most)
        {
            throw new InferenceRequestException(Spec.Name, $"at most {most} elements", $"{count}");
        }

        // Doubling keeps the number of moves small when batches grow one row at a time.
        int capacity = (int)Math.Min(most, Math.Max(count, 2L * _capacity));
        if (_elementSize == 0)
        {
            _text = new string?[capacity];
        }
        else
        {
            _buffer = GC.AllocateArray<byte>((capacity * _elementSize) + Alignment, pinned: true);
            long address = Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0);
            _offset = (int)((Alignment - (address % Alignment)) % Alignment);
        }

        _capacity = capacity;
        Generation++;
    }

    private InvalidOperationException Mismatch(Type asked) => new($"'{Spec.Name}' holds {Spec.Type.ElementType().Name}, not {asked.Name}.");
}
