using System.Text;

namespace AiInfra.Onnx.Wire;

/// <summary>What one reading of a model shares: the path to where it is, and the limits.</summary>
internal sealed class ReadState(OnnxReadOptions options)
{
    private readonly List<(string Name, int Index)> _path = [];
    private int _messages;

    public string Path
    {
        get
        {
            var text = new StringBuilder();
            foreach ((string name, int index) in _path)
            {
                text.Append(text.Length == 0 ? "" : ".").Append(name);
                if (index >= 0)
                {
                    text.Append('[').Append(index).Append(']');
                }
            }

            return text.Length == 0 ? "the model" : text.ToString();
        }
    }

    public void Enter(string name, int index)
    {
        if (_path.Count >= options.MaxDepth)
        {
            throw Fail($"Messages lie more than {options.MaxDepth} deep in one another", $"Such a file is hostile or damaged; for a model that truly is so deep, raise {nameof(OnnxReadOptions.MaxDepth)}.");
        }

        if (++_messages > options.MaxMessages)
        {
            throw Fail($"There are more than {options.MaxMessages} messages", $"Such a file is hostile or damaged; for a model that truly is so large, raise {nameof(OnnxReadOptions.MaxMessages)}.");
        }

        _path.Add((name, index));
    }

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>A message that may stand there once. Protobuf would merge a second one into the first, others take the last: a file that relies on it shows each reader something else.</summary>
    public void Once(object? before, string what)
    {
        if (before is not null)
        {
            throw Fail($"'{what}' stands there twice", "The file is damaged or hostile; get it again from its source.");
        }
    }

    public OnnxFormatException Fail(string what, string advice, Exception? inner = null) => new(what, Path, advice, inner);
}
