using System.Text.Json.Nodes;
using AiInfra.Support;
using AiInfra.Training.Tokenizers;
using Other = Microsoft.ML.Tokenizers;

namespace AiInfra.Training.Tests.Tokenizers;

/// <summary>Files of tokenizers, read back here and by Microsoft.ML.Tokenizers.</summary>
public sealed class TokenizerFileTests
{
    // Without letters beyond U+FFFF, which Microsoft.ML.Tokenizers takes for two signs.
    private static readonly string[] s_texts =
    [
        .. BpeTokenizerTests.Text.Split('\n').Where(l => !l.Contains("𝐀", StringComparison.Ordinal)),
        BpeTokenizerTests.Text.Replace("𝐀𝐁", "", StringComparison.Ordinal), "it's we'll I'M 'tis ''s", "  two  three   \n\n x\t\ty \u00a0z\u3000", "x1y22 €€ 3½ Ⅷ", "日本 語", "", " ", "…—«quoted»",
    ];

    [Fact]
    public void Save_AndLoad_GiveTheSameTokens()
    {
        using var folder = new TemporaryFolder();
        BpeTokenizer tokenizer = BpeTokenizerTests.Small();
        tokenizer.Save(folder.Path);
        BpeTokenizer whole = BpeTokenizer.Load(folder.Path), file = BpeTokenizer.Load(folder.File("tokenizer.json"));
        File.Delete(folder.File("tokenizer.json"));
        BpeTokenizer parts = BpeTokenizer.Load(folder.Path);
        Assert.All([whole, file, parts], read =>
        {
            Assert.Equal(tokenizer.VocabularySize, read.VocabularySize);
            Assert.Equal(tokenizer.SpecialTokens, read.SpecialTokens);
            Assert.All(s_texts, t => Assert.Equal(tokenizer.Encode(t + "<pad>" + t), read.Encode(t + "<pad>" + t)));
        });
    }

    [Fact]
    public void Save_ReadByMicrosoftsBpeTokenizer_GivesTheSameTokens()
    {
        using var folder = new TemporaryFolder();
        BpeTokenizer tokenizer = BpeTokenizerTests.Small();
        tokenizer.Save(folder.Path);
        var special = tokenizer.SpecialTokens.ToDictionary(s => s.Key, s => (int)s.Value);
        var options = new Other.BpeOptions(folder.File("vocab.json"), folder.File("merges.txt")) { ByteLevel = true, PreTokenizer = new Other.RobertaPreTokenizer(), SpecialTokens = special };
        Other.BpeTokenizer other = Other.BpeTokenizer.Create(options);
        Assert.All(s_texts, t => Assert.Equal(tokenizer.Encode(t), other.EncodeToIds(t).Select(i => (long)i)));
    }

    [Fact]
    public void Load_OfAFileThatIsCutShort_SaysSoWithItsName()
    {
        using var folder = new TemporaryFolder();
        BpeTokenizerTests.Small().Save(folder.Path);
        string path = folder.File("tokenizer.json");
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in (int[])[0, 1, 100, whole.Length / 2, whole.Length - 2])
        {
            File.WriteAllBytes(path, whole[..length]);
            string message = Assert.Throws<TokenizerException>(() => BpeTokenizer.Load(path)).Message;
            Assert.Contains("tokenizer.json", message, StringComparison.Ordinal);
            Assert.Contains($"({length} bytes) is not whole", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_OfMergesThatAreCutShort_NamesWhatNoneMakes()
    {
        using var folder = new TemporaryFolder();
        BpeTokenizerTests.Small().Save(folder.Path);
        File.Delete(folder.File("tokenizer.json"));
        string[] lines = File.ReadAllLines(folder.File("merges.txt"));
        File.WriteAllLines(folder.File("merges.txt"), lines[..^3]);
        Assert.Contains("cut short: no merge makes", Assert.Throws<TokenizerException>(() => BpeTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllLines(folder.File("merges.txt"), [.. lines[..^1], lines[^1].Split(' ')[0]]);
        Assert.Contains($"line {lines.Length}", Assert.Throws<TokenizerException>(() => BpeTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.Delete(folder.File("merges.txt"));
        Assert.Contains("neither", Assert.Throws<TokenizerException>(() => BpeTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.type", "\"Unigram\"", "\"BPE\" is read")]
    [InlineData("model.byte_fallback", "true", "'byte_fallback' is true")]
    [InlineData("normalizer", "{\"type\":\"NFC\"}", "'normalizer'")]
    [InlineData("pre_tokenizer", "null", "'pre_tokenizer' is a JSON Null")]
    [InlineData("pre_tokenizer.add_prefix_space", "true", "'add_prefix_space' is true")]
    [InlineData("pre_tokenizer.use_regex", "false", "use_regex")]
    [InlineData("post_processor", "{\"type\":\"TemplateProcessing\"}", "TemplateProcessing")]
    [InlineData("model.vocab.q", "99999", "numbered from 0")]
    [InlineData("model.vocab.q", "\"x\"", "token 'q' has the number")]
    [InlineData("model.merges", "[\"q qqqq\"]", "merge 0 needs or makes 'qqqq'")]
    [InlineData("model.merges", "[\"q\"]", "it is two tokens")]
    [InlineData("model.vocab", "{}", "Byte 0 has no token")]
    public void Load_OfAnotherFormat_SaysWhatIsOther(string path, string value, string words)
    {
        using var folder = new TemporaryFolder();
        BpeTokenizer.Train(["a b c"]).Save(folder.Path);
        JsonNode root = JsonNode.Parse(File.ReadAllText(folder.File("tokenizer.json")))!;
        if (path == "model.vocab")
        {
            root["added_tokens"] = new JsonArray();
        }

        string[] names = path.Split('.');
        JsonNode parent = names[..^1].Aggregate(root, (node, name) => node[name]!);
        parent[names[^1]] = JsonNode.Parse(value);
        File.WriteAllText(folder.File("other.json"), root.ToJsonString());
        Assert.Contains(words, Assert.Throws<TokenizerException>(() => BpeTokenizer.Load(folder.File("other.json"))).Message, StringComparison.Ordinal);
    }
}
