using System.Text.Json;

namespace AiInfra.Serving.Protocol;

/// <summary>Goes through the scalars of 'data': one flat array, or arrays nested exactly as the shape says.</summary>
internal struct ArrayWalk(long[] shape, InputPlace place)
{
    private int[]? _counts;
    private int _depth = 1;
    private bool _started;

    /// <summary>Moves to the next scalar; false at the end of the outermost array. The reader stands on its start at first.</summary>
    public bool Next(ref Utf8JsonReader json)
    {
        while (true)
        {
            json.Read();
            switch (json.TokenType)
            {
                case JsonTokenType.StartArray:
                    Open();
                    break;
                case JsonTokenType.EndArray:
                    if (!Close())
                    {
                        return false;
                    }

                    break;
                case JsonTokenType.StartObject:
                    throw place.Expected("elements or arrays of them in 'data'", "an object");
                default:
                    _started = true;
                    if (_counts is not null)
                    {
                        Count();
                    }

                    return true;
            }
        }
    }

    private void Open()
    {
        if (_depth >= shape.Length || (_started && _counts is null))
        {
            throw Ragged();
        }

        _started = true;
        _counts ??= new int[shape.Length + 1];
        _counts[_depth]++;
        _counts[++_depth] = 0;
    }

    private readonly void Count()
    {
        if (_depth != shape.Length)
        {
            throw Ragged();
        }

        _counts![_depth]++;
    }

    private bool Close()
    {
        // A flat array is only counted as a whole, by whoever fills the tensor.
        if (_counts is not null && _counts[_depth] != shape[_depth - 1])
        {
            throw Ragged();
        }

        return --_depth > 0;
    }

    private readonly ProtocolException Ragged() =>
        place.Expected($"one flat array, or arrays nested as the shape [{string.Join(",", shape)}] says", "another nesting");
}
