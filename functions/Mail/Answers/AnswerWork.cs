using System.Text.Json;
using Automation.Flow;

namespace Automation.Mail.Answers;

/// <summary>A message of queue <c>answers</c>: answer this mail.</summary>
internal static class AnswerWork
{
    private const string Mail = "mail";

    public static string Write(string key) => JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { [Mail] = key }, MailJson.Plain.DictionaryStringString);

    /// <exception cref="PoisonMessageException">It is none of ours.</exception>
    public static string Read(string body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, MailJson.Plain.DictionaryStringString)?.GetValueOrDefault(Mail) is { Length: > 0 } key) return key;
        }
        catch (JsonException)
        {
            // Said below: the accepted form is the same for every other text.
        }

        throw new PoisonMessageException("""a message of queue answers must be {"mail": "key"}""");
    }
}
