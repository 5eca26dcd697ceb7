using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiInfra.Training.Tokenizers;

/// <summary>Writes and finds the files of a tokenizer.</summary>
internal static class TokenizerFiles
{
    public const string Whole = "tokenizer.json";
    public const string Vocabulary = "vocab.json";
    public const string Merges = "merges.txt";

    // Letters beyond ASCII as they are: a person reads these files, and no browser does.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    public static BpeVocabulary Read(string path)
    {
        string whole = Directory.Exists(path) ? Path.Combine(path, Whole) : path;
        if (File.Exists(whole) || !Directory.Exists(path))
        {
            return TokenizerJson.Read(File.ReadAllBytes(whole), whole);
        }

        string vocabulary = Path.Combine(path, Vocabulary), merges = Path.Combine(path, Merges);
        return File.Exists(vocabulary) && File.Exists(merges)
            ? TokenizerJson.Read(File.ReadAllBytes(vocabulary), vocabulary, File.ReadAllLines(merges), merges)
            : throw new TokenizerException($"The folder '{path}' has neither {Whole} nor both {Vocabulary} and {Merges}.");
    }

    public static void Write(BpeVocabulary vocabulary, string folder)
    {
        Directory.CreateDirectory(folder);
        string[] texts = [.. Enumerable.Range(0, vocabulary.Tokens.Count).Select(vocabulary.TextOf)];
        string[] merges = [.. vocabulary.Merges.Select(m => $"{texts[m.First]} {texts[m.Second]}")];
        Put(folder, Vocabulary, Json(json => WriteVocabulary(json, texts)));
        Put(folder, Merges, Encoding.UTF8.GetBytes(string.Concat(merges.Prepend("#version: 0.2").Select(m => m + "\n"))));
        Put(folder, Whole, Json(json => WriteWhole(json, vocabulary, texts, merges)));
    }

    private static void WriteWhole(Utf8JsonWriter json, BpeVocabulary vocabulary, string[] texts, string[] merges)
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach ((_, int token) in vocabulary.Specials)
        {
            json.WriteStartObject();
            json.WriteNumber("id", token);
            json.WriteString("content", texts[token]);
            foreach (string flag in (string[])["single_word", "lstrip", "rstrip", "normalized"])
            {
                json.WriteBoolean(flag, false);
            }

            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        WriteByteLevel(json, "pre_tokenizer");
        json.WriteNull("post_processor");
        WriteByteLevel(json, "decoder");
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (string nothing in (string[])["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
        {
            json.WriteNull(nothing);
        }

        foreach (string flag in (string[])["fuse_unk", "byte_fallback", "ignore_merges"])
        {
            json.WriteBoolean(flag, false);
        }

        json.WritePropertyName("vocab");
        WriteVocabulary(json, texts);
        json.WriteStartArray("merges");
        Array.ForEach(merges, json.WriteStringValue);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void WriteVocabulary(Utf8JsonWriter json, string[] texts)
    {
        json.WriteStartObject();
        for (int i = 0; i < texts.Length; i++)
        {
            json.WriteNumber(texts[i], i);
        }

        json.WriteEndObject();
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            write(json);
        }

        return bytes.ToArray();
    }

    /// <summary>Whole or not at all.</summary>
    private static void Put(string folder, string name, byte[] content)
    {
        string path = Path.Combine(folder, name), part = path + ".part";
        File.WriteAllBytes(part, content);
        File.Move(part, path, overwrite: true);
    }
}
