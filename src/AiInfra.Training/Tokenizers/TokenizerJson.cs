using System.Text;
using System.Text.Json;

namespace AiInfra.Training.Tokenizers;

/// <summary>Reads a tokenizer, and refuses what would be tokenized otherwise than the file means.</summary>
internal sealed class TokenizerJson
{
    private readonly string _path;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<int> _specials = [];

    private TokenizerJson(string path) => _path = path;

    /// <summary>A <c>tokenizer.json</c>.</summary>
    public static BpeVocabulary Read(byte[] json, string path)
    {
        var file = new TokenizerJson(path);
        using JsonDocument document = file.Parse(json);
        JsonElement root = document.RootElement;
        JsonElement model = file.Member(root, "model", JsonValueKind.Object);
        file.CheckModel(root, model);
        file.ReadVocabulary(file.Member(model, "vocab", JsonValueKind.Object));
        if (root.TryGetProperty("added_tokens", out JsonElement added) && added.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement token in added.EnumerateArray())
            {
                file.ReadAdded(token);
            }
        }

        List<(string, string)> merges = [];
        foreach (JsonElement merge in file.Member(model, "merges", JsonValueKind.Array).EnumerateArray())
        {
            string[] parts = merge.ValueKind switch
            {
                JsonValueKind.Array => [.. merge.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.String ? p.GetString()! : "")],
                JsonValueKind.String => merge.GetString()!.Split(' '),
                _ => [],
            };
            merges.Add(parts is [{ Length: > 0 } first, { Length: > 0 } second] ? (first, second) : throw file.Wrong($"merge {merges.Count} is {merge.GetRawText()}; it is two tokens"));
        }

        return file.Build(merges, path);
    }

    /// <summary>A <c>vocab.json</c> and the lines of its <c>merges.txt</c>. These files do not say which tokens are special: taken for it is what no merge makes and stands in angle or square brackets.</summary>
    public static BpeVocabulary Read(byte[] vocabulary, string path, string[] lines, string mergesPath)
    {
        var file = new TokenizerJson(path);
        using JsonDocument document = file.Parse(vocabulary);
        file.ReadVocabulary(document.RootElement);
        List<(string, string)> merges = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0 && !(i == 0 && lines[i].StartsWith("#version", StringComparison.Ordinal)))
            {
                string[] parts = lines[i].Split(' ');
                merges.Add(parts is [{ Length: > 0 }, { Length: > 0 }] ? (parts[0], parts[1]) : throw new TokenizerException($"'{mergesPath}' is no list of merges: line {i + 1} is '{lines[i]}'; it is two tokens with a blank between."));
            }
        }

        HashSet<string> made = [.. merges.Select(m => m.Item1 + m.Item2)];
        string[] unmade = [.. file._ids.Keys.Where(t => t.Length > 1 && !made.Contains(t)).Order(StringComparer.Ordinal)];
        string[] odd = [.. unmade.Where(t => !((t[0] == '<' && t[^1] == '>') || (t[0] == '[' && t[^1] == ']')))];
        if (odd.Length > 0)
        {
            throw new TokenizerException($"'{mergesPath}' does not belong to '{path}', or is cut short: no merge makes {string.Join(", ", odd.Take(4).Select(t => $"'{t}'"))}{(odd.Length > 4 ? $" and {odd.Length - 4} more" : "")}. Special tokens are known by brackets here; others are read from a {TokenizerFiles.Whole}.");
        }

        file._specials.UnionWith(unmade.Select(t => file._ids[t]));
        return file.Build(merges, mergesPath);
    }

    private JsonDocument Parse(byte[] json)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw Wrong($"it is a JSON {document.RootElement.ValueKind}, not an object");
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"'{_path}' ({json.Length} bytes) is not whole JSON: {e.Message} Copy it again, or save the tokenizer anew.", e);
        }
    }

    private JsonElement Member(JsonElement parent, string name, JsonValueKind kind) =>
        parent.TryGetProperty(name, out JsonElement member) && member.ValueKind == kind ? member
        : throw Wrong($"its member '{name}' is {(member.ValueKind == JsonValueKind.Undefined ? "not there" : $"a JSON {member.ValueKind}")}; expected is an {kind}");

    private void CheckModel(JsonElement root, JsonElement model)
    {
        Only(model, "type", "BPE");
        foreach (string name in (string[])["unk_token", "continuing_subword_prefix", "end_of_word_suffix", "dropout", "byte_fallback", "ignore_merges", "fuse_unk"])
        {
            Only(model, name);
        }

        Only(root, "normalizer");
        JsonElement words = Member(root, "pre_tokenizer", JsonValueKind.Object);
        Only(words, "type", "ByteLevel");
        Only(words, "add_prefix_space");
        if (words.TryGetProperty("use_regex", out JsonElement regex) && regex.ValueKind == JsonValueKind.False)
        {
            throw Wrong("'pre_tokenizer' has \"use_regex\": false; words are parted here as GPT-2 does");
        }

        if (root.TryGetProperty("post_processor", out JsonElement after) && after.ValueKind == JsonValueKind.Object)
        {
            Only(after, "type", "ByteLevel");
        }
    }

    /// <summary>A member that must have a value, or where none is said must be missing, null, false or empty.</summary>
    private void Only(JsonElement parent, string name, string? value = null)
    {
        JsonElement member = parent.TryGetProperty(name, out JsonElement found) ? found : default;
        bool fits = value is null
            ? member.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False || (member.ValueKind == JsonValueKind.String && member.GetString() == "")
            : member.ValueKind == JsonValueKind.String && member.GetString() == value;
        if (!fits)
        {
            string there = member.ValueKind == JsonValueKind.Undefined ? "missing" : Short(member.GetRawText());
            throw Wrong($"'{name}' is {there}, where {(value is null ? "null or false" : $"\"{value}\"")} is read: byte-level BPE as GPT-2 has it, and nothing around it");
        }
    }

    private void ReadVocabulary(JsonElement vocabulary)
    {
        foreach (JsonProperty token in vocabulary.EnumerateObject())
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out int id) || id < 0)
            {
                throw Wrong($"token '{token.Name}' has the number {Short(token.Value.GetRawText())}");
            }

            if (!_ids.TryAdd(token.Name, id))
            {
                throw Wrong($"token '{token.Name}' stands there twice");
            }
        }
    }

    private void ReadAdded(JsonElement token)
    {
        string content = Member(token, "content", JsonValueKind.String).GetString()!;
        int id = token.TryGetProperty("id", out JsonElement number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int found) ? found : throw Wrong($"the added token '{content}' has no number");
        foreach (string name in (string[])["single_word", "lstrip", "rstrip"])
        {
            Only(token, name);
        }

        if (_ids.TryGetValue(content, out int known) && known != id)
        {
            throw Wrong($"token '{content}' has the numbers {known} and {id}");
        }

        _ids[content] = id;
        _specials.Add(id);
    }

    private BpeVocabulary Build(List<(string First, string Second)> merges, string mergesPath)
    {
        var tokens = new byte[_ids.Count][];
        foreach ((string text, int id) in _ids)
        {
            if (id >= tokens.Length || tokens[id] is not null)
            {
                throw Wrong($"its {_ids.Count} tokens are not numbered from 0 to {_ids.Count - 1}: '{text}' has {id}{(id < tokens.Length ? ", and another one too" : "")}");
            }

            tokens[id] = _specials.Contains(id) ? Encoding.UTF8.GetBytes(text)
                : ByteLetters.BytesOf(text) ?? throw Wrong($"token {id}, '{text}', has a letter that stands for no byte; this is no byte-level vocabulary");
        }

        int Id(string text, int merge) => _ids.TryGetValue(text, out int id) ? id : throw new TokenizerException($"'{mergesPath}': merge {merge} needs or makes '{text}', which is no token of the vocabulary.");
        return new BpeVocabulary(tokens, [.. merges.Select((m, i) => (Id(m.First, i), Id(m.Second, i), Id(m.First + m.Second, i)))], _specials);
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private TokenizerException Wrong(string what) => new($"'{_path}' can't be read as a tokenizer: {what}.");
}
