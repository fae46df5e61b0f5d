// The way in.
import { Alert, Anchor, Button, Modal, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useAccess } from "../api/session";
import { useForm } from "../ui/useForm";
import { Mark } from "./Mark";
import classes from "./signin.module.css";

export function SignInPage() {
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark size={36} />
        <Title order={1} mt="lg">
          Sign in
        </Title>
        <Text c="dimmed" mb="lg">
          Know which partner brought each customer, and why.
        </Text>
        <SignInForm />
        <Text size="sm" c="dimmed" mt="xl">
          <b>New instance?</b> The terminal where introw was started shows a link to set it up, or to sign in.
          Forgot your password? An owner of your organisation can make you a reset link.
        </Text>
      </div>
    </main>
  );
}

/** Over a page whose session has ended: what was typed there stays. */
export function SignInAgain({ email }: { email: string }) {
  const { signIn } = useAccess();
  return (
    <Modal
      opened={signIn.state === "in"}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
    >
      <Text mb="md">Sign in to go on. What you typed on this page is kept.</Text>
      <SignInForm email={email} />
      <Anchor href="/" size="sm" mt="md" display="inline-block">
        Start over instead
      </Anchor>
    </Modal>
  );
}

function SignInForm({ email = "" }: { email?: string }) {
  const { enter } = useAccess();
  const form = useForm({ email, password: "" }, ({ email, password }) => enter(email.trim(), password));
  return (
    <form onSubmit={form.submit}>
      <Stack gap="md">
        {form.error && (
          <Alert color="red" role="alert">
            {form.error.status === 401
              ? "This e-mail address and password do not belong together."
              : form.error.message}
          </Alert>
        )}
        <TextInput
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          value={form.values.email}
          onChange={(event) => form.set({ email: event.currentTarget.value })}
        />
        <PasswordInput
          label="Password"
          required
          autoComplete="current-password"
          value={form.values.password}
          onChange={(event) => form.set({ password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
        />
        <Button type="submit" loading={form.sending} size="md">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
